import {
  type AvailableService,
  admit,
  isHiddenFromApprovers,
  type OrganisationState,
  organisationFields,
  type ServiceState,
} from '@gatehouse/contracts';
import { inBatches } from '@gatehouse/store';
import type { Services } from '../services/services.store.ts';

/** The active services that people can be given at all, by name. Relying parties are few. */
export async function grantableServices(services: Services): Promise<ServiceState[]> {
  const batches = inBatches(services, { where: { clientIdKey: { gte: '' } }, by: 'clientIdKey', size: 100 });
  const found: ServiceState[] = [];
  for await (const batch of batches) {
    for (const { state } of batch) if (state.status === 1 && !isHiddenFromApprovers(state)) found.push(state);
  }
  return found.toSorted((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
}

/** Those of them that their policies allow an organisation, each with the active roles that people may have there. */
export function availableIn(
  services: readonly ServiceState[],
  organisation: OrganisationState,
): AvailableService[] {
  const fields = organisationFields(organisation);
  return services.flatMap(({ id, name, policies, roles }) => {
    const admission = admit(policies, fields, 'organisation only');
    if (!admission.admitted) return [];
    const allowed = roles.filter(
      ({ code, status }) => status === 'Active' && (admission.roles === 'all' || admission.roles.has(code)),
    );
    return { serviceId: id, name, roles: allowed.map((role) => ({ code: role.code, name: role.name })) };
  });
}
