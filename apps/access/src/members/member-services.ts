import {
  type HeldGrant,
  isHiddenFromApprovers,
  type MemberService,
  type ServiceState,
} from '@gatehouse/contracts';
import { type Grants, heldDocuments } from '../grants/grants.store.ts';
import { type Services, servicesOf } from '../services/services.store.ts';

const byName = (a: ServiceState, b: ServiceState) =>
  a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1);

/** A grant and its service. */
export interface GrantedService {
  grant: HeldGrant;
  service: ServiceState;
}

/** What some users have in any organisation, each by the name of the service; services that were deleted are left out. */
export async function grantedServices(
  { grants, services }: { grants: Grants; services: Services },
  userIds: readonly string[],
): Promise<GrantedService[]> {
  const documents = userIds.length === 0 ? [] : await Array.fromAsync(heldDocuments(grants, userIds));
  const held = documents.flat().flatMap(({ state }) => (state.state === 'granted' ? [state] : []));
  const found = await servicesOf(services, new Set(held.map(({ serviceId }) => serviceId)));
  return held
    .flatMap((grant) => {
      const service = found.get(grant.serviceId);
      return service === undefined ? [] : [{ grant, service }];
    })
    .toSorted((a, b) => byName(a.service, b.service));
}

/** Who looks at members: those who manage an organisation's people, who see no hidden services, or the operator. */
export type Onlooker = 'managers' | 'operator';

/** What members have in an organisation, as the onlooker sees it: nothing of elsewhere. */
export async function memberServices(
  stores: { grants: Grants; services: Services },
  organisationId: string,
  userIds: readonly string[],
  onlooker: Onlooker = 'managers',
): Promise<ReadonlyMap<string, MemberService[]>> {
  const granted = await grantedServices(stores, userIds);
  const shown = granted.filter(
    ({ grant, service }) =>
      grant.organisationId === organisationId && (onlooker === 'operator' || !isHiddenFromApprovers(service)),
  );
  const byUser = Map.groupBy(shown, ({ grant }) => grant.userId);
  return new Map(
    [...byUser].map(([userId, some]) => [
      userId,
      some.map(({ grant: { roles }, service: { id, name } }) => ({ serviceId: id, name, roles })),
    ]),
  );
}
