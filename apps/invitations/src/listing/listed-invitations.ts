import { registrationOf } from '../invitation/invitation.ts';
import type { InvitationDocument } from '../invitation/invitations.store.ts';
import type { RegistrationDocument, Registrations } from '../registration/registrations.store.ts';

/** An invitation, and the registration that it waits, or waited, on. */
export interface ListedInvitation {
  invitation: Pick<InvitationDocument, 'state' | 'lastEmail'>;
  registration?: Pick<RegistrationDocument, 'state' | 'lastEmail'> | undefined;
}

/** Invitations with what they wait on, in their order. At most 1,000. */
export async function withRegistrations(
  { registrations }: { registrations: Pick<Registrations, 'getMany'> },
  invitations: readonly InvitationDocument[],
): Promise<ListedInvitation[]> {
  const ids = new Set(invitations.flatMap(({ state }) => registrationOf(state) ?? []));
  const found = ids.size === 0 ? [] : await registrations.getMany([...ids]);
  const byId = new Map(found.map((registration) => [registration._id, registration]));
  return invitations.map((invitation) => ({
    invitation,
    registration: byId.get(registrationOf(invitation.state) ?? ''),
  }));
}

/** One invitation with what it waits on. */
export async function withRegistration(
  dependencies: { registrations: Pick<Registrations, 'getMany'> },
  invitation: InvitationDocument,
): Promise<ListedInvitation> {
  const [listed = { invitation }] = await withRegistrations(dependencies, [invitation]);
  return listed;
}
