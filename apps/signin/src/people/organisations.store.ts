import type { OrganisationState } from '@gatehouse/contracts';
import { projectEntities, projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema, getAll } from '@gatehouse/store';

const schema = documentSchema({ ...projectionFields<OrganisationState>() });

export const organisationsCollection = defineCollection('organisations', schema);
export type OrganisationDocument = DocumentOf<typeof schema>;

export type OrganisationsProjection = ReturnType<typeof openOrganisations>;

/** The projection of directory's organisations. */
export function openOrganisations(collection: Collection<OrganisationDocument>, now: () => number) {
  return {
    /** In the order of the ids; those that are unknown or deleted are left out. */
    async of(ids: readonly string[]): Promise<OrganisationState[]> {
      const found = await getAll(collection, ids);
      return ids.flatMap((id) => {
        const state = found.get(id)?.state;
        return state === undefined || state.removedAt !== undefined ? [] : state;
      });
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
