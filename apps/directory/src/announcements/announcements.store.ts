import type { AnnouncementState, Origin } from '@gatehouse/contracts';
import { changeEntity, type EntityDecision, type EntityKind } from '@gatehouse/entities';
import {
  type ChangeResult,
  type DocumentOf,
  defineCollection,
  documentSchema,
  json,
  type Store,
} from '@gatehouse/store';

const schema = documentSchema({
  state: json<AnnouncementState>(),
});

/** Announcements, under their messages' ids. */
export const announcementsCollection = defineCollection('announcements', schema);
export type AnnouncementDocument = DocumentOf<typeof schema>;

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
