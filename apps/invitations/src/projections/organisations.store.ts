import type { OrganisationState } from '@gatehouse/contracts';
import { type ProjectionDocument, projectEntities } from '@gatehouse/entities';
import { type Collection, defineCollection, Schema } from '@gatehouse/store';

export type OrganisationDocument = ProjectionDocument<OrganisationState>;

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    entityVersion: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, minimize: false },
);

export const organisationsCollection = defineCollection<OrganisationDocument>('organisations', schema);

export type OrganisationsProjection = ReturnType<typeof openOrganisations>;

/** The projection of directory's organisations. */
export function openOrganisations(collection: Collection<OrganisationDocument>, now: () => number) {
  return {
    /** Undefined for one that is unknown or deleted. */
    async get(id: string): Promise<OrganisationState | undefined> {
      const state = (await collection.get(id))?.state;
      return state?.removedAt === undefined ? state : undefined;
    },
    /** At most 1,000 ids; those that are unknown are left out. */
    async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const found = await collection.getMany([...new Set(ids)]);
      return new Map(found.map(({ state }) => [state.id, state.name]));
    },
    /** Stores states of different organisations, each unless it is as old as the known one or older. */
    project: (states: readonly { state: OrganisationState; version: number }[]) =>
      projectEntities(
        collection,
        now,
        states.map(({ state, version }) => ({ entityVersion: version, state, keys: {} })),
      ),
  };
}
