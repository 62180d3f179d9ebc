import { serviceInPath } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import type { CallerOf } from '@gatehouse/http';
import { canonicalId } from '@gatehouse/runtime';
import { type ServiceRegistry, serviceInUrl } from '@gatehouse/service-registry';
import type { InvitationDocument, Invitations } from './invitations.store.ts';

/** The invitation that an operator's path names by its id; 404 where there is none. */
export async function knownInvitation(
  { invitations }: { invitations: Pick<Invitations, 'get'> },
  id: string,
): Promise<InvitationDocument> {
  const found = await invitations.get(id);
  if (found === undefined) throw noSuchInvitation();
  return found;
}

/** What the paths of a service's invitations name, for their declarations. */
export const ownInvitationParams = { serviceId: serviceInPath };

/** What finding a service's invitation needs. */
export interface OwnInvitations {
  invitations: Pick<Invitations, 'get'>;
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
}

/**
 * The invitation of the service that a path names. 403 and 404 for the service as `serviceInUrl` says, before anything is
 * said of the invitation; 404 also where it is another service's.
 */
export async function ownInvitation(
  { invitations, services }: OwnInvitations,
  { serviceId, invitationId }: { serviceId: string; invitationId: string },
  caller: CallerOf<'client'>,
): Promise<InvitationDocument> {
  const service = await serviceInUrl(services, serviceId, caller);
  const id = canonicalId(invitationId);
  const found = id === undefined ? undefined : await invitations.get(id);
  if (found?.state.serviceId !== service.id) throw noSuchInvitation();
  return found;
}

export function noSuchInvitation() {
  return notFound('There is no such invitation');
}
