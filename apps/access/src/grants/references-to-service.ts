import {
  COUNTED_AT_MOST,
  countInvitations,
  type InvitationReferences,
  type ReferenceCounts,
} from '@gatehouse/references';
import type { Services } from '../services/services.store.ts';
import { countGrantsTo, type Grants } from './grants.store.ts';
import type { ServiceLinks } from './service-links.store.ts';

export interface ReferencesDependencies {
  services: Services;
  grants: Grants;
  serviceLinks: ServiceLinks;
  invitationReferences: InvitationReferences;
}

/**
 * How many things refer to a service. Grants, children and service links are this store's own; invitations come from a
 * projection, which may be behind.
 */
export async function referencesToService(
  { services, grants, serviceLinks, invitationReferences }: ReferencesDependencies,
  serviceId: string,
): Promise<ReferenceCounts> {
  const [childServices, links, invitations] = await Promise.all([
    services.find({ where: { 'state.parentId': serviceId }, sort: [['_id', 1]], limit: COUNTED_AT_MOST }),
    serviceLinks.find({
      where: { 'state.serviceId': serviceId, 'state.outcome': 'linked' },
      sort: [['_id', 1]],
      limit: COUNTED_AT_MOST,
    }),
    countInvitations(invitationReferences, { serviceId }),
  ]);
  return {
    grants: await countGrantsTo(grants, serviceId, COUNTED_AT_MOST),
    childServices: childServices.length,
    invitations,
    serviceLinks: links.length,
  };
}
