import type { GrantState, HeldGrant } from '@gatehouse/contracts';
import { projectEntities, projectionFields } from '@gatehouse/entities';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  inBatches,
} from '@gatehouse/store';

/** A grant as sign-in knows it: what a service knows the user by is not its business. */
export type KnownGrant = Pick<
  HeldGrant,
  'id' | 'state' | 'serviceId' | 'organisationId' | 'userId' | 'roles'
>;
type KnownState = KnownGrant | { id: string; state: 'removed' };

/** `holder`: user and service, while the grant is there. */
const schema = documentSchema({ ...projectionFields<KnownState>(), holder: String });
schema.index({ holder: 1 }, { name: 'holder' });

export const grantsCollection = defineCollection('grants', schema);
export type GrantDocument = DocumentOf<typeof schema>;

const holderOf = (userId: string, serviceId: string) => `${userId}:${serviceId}`;

function knownGrant(grant: GrantState): { state: KnownState; keys: { holder?: string } } {
  if (grant.state === 'removed') return { state: { id: grant.id, state: 'removed' }, keys: {} };
  const { id, state, serviceId, organisationId, userId, roles } = grant;
  return {
    state: { id, state, serviceId, organisationId, userId, roles },
    keys: { holder: holderOf(userId, serviceId) },
  };
}

export type GrantsProjection = ReturnType<typeof openGrants>;

/** The projection of access's grants. */
export function openGrants(collection: Collection<GrantDocument>, now: () => number) {
  return {
    /** What a user has of a service, in whichever organisations. */
    async ofUser(userId: string, serviceId: string): Promise<KnownGrant[]> {
      const held = inBatches(collection, { where: { holder: holderOf(userId, serviceId) } });
      return (await Array.fromAsync(held))
        .flat()
        .flatMap(({ state }) => (state.state === 'granted' ? state : []));
    },
    /** Stores states of different grants, each unless it is as old as the known one or older. */
    project: (states: readonly { state: GrantState; version: number }[]) =>
      projectEntities(
        collection,
        now,
        states.map(({ state, version }) => ({ entityVersion: version, ...knownGrant(state) })),
      ),
  };
}
