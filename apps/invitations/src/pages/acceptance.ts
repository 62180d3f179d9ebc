import type { ShownInvitation } from './page.ts';

/** How many services a button may name before it is no longer read. */
const NAMED_SERVICES = 2;

/** What the accept button says: the services by name, or how many invitations where naming them all would be too long. */
export function acceptanceOf(invitations: readonly ShownInvitation[]): string {
  const services = [...new Set(invitations.map((invitation) => invitation.serviceName))];
  const noun = invitations.length === 1 ? 'invitation' : 'invitations';
  if (services.length > NAMED_SERVICES) return `Accept all ${invitations.length} ${noun}`;
  return `Accept ${noun} to ${services.join(' and ')}`;
}
