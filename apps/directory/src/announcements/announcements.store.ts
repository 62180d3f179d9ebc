import type { AnnouncementState, Origin } from '@gatehouse/contracts';
import { changeEntity, type EntityDecision, type EntityDocument, type EntityKind } from '@gatehouse/entities';
import { type ChangeResult, defineCollection, Schema, type Store } from '@gatehouse/store';

/** A stored announcement, under its message's id. */
export type AnnouncementDocument = EntityDocument<AnnouncementState>;

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, minimize: false },
);

/** Announcements. */
export const announcementsCollection = defineCollection<AnnouncementDocument>('announcements', schema);

type AnnouncementKind = EntityKind<'gatehouse.directory.announcement.v1', AnnouncementDocument>;

export interface Announcements {
  /** Whether this service has an announcement of that id. */
  isOf(id: string, serviceId: string): Promise<boolean>;
  /** Changes one announcement, with its event. */
  change<R>(
    id: string,
    origin: Origin,
    decide: (current: AnnouncementState | undefined) => EntityDecision<AnnouncementState, R>,
  ): Promise<ChangeResult<AnnouncementDocument, R>>;
}

/** The announcements of this store; `now` in milliseconds. */
export function openAnnouncements(store: Store, now: () => number): Announcements {
  const collection = store.collection(announcementsCollection);
  const kind: AnnouncementKind = {
    type: 'gatehouse.directory.announcement.v1',
    collection,
    keys: () => ({}),
    now,
  };
  return {
    async isOf(id, serviceId) {
      const state = (await collection.get(id))?.state;
      return state?.state === 'present' && state.serviceId === serviceId;
    },
    change: (id, origin, decide) => changeEntity(kind, id, origin, decide),
  };
}
