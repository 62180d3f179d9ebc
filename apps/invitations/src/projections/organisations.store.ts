import type { OrganisationState } from '@gatehouse/contracts';
import { projectEntities, projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

const schema = documentSchema({ ...projectionFields<OrganisationState>() });

export const organisationsCollection = defineCollection('organisations', schema);
export type OrganisationDocument = DocumentOf<typeof schema>;

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
