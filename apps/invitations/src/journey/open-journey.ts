import type { Clock, Logger, Sealer } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { createLinkSecrets } from '../link-secrets.ts';
import { openInvitations } from '../stores/change-invitation.ts';
import { openRegistrations } from '../stores/change-registration.ts';
import { type CopyCollections, organisationCopiesIn, userCopiesIn } from '../stores/copies.ts';
import { invitationsCollection } from '../stores/invitations.ts';
import { registrationsCollection } from '../stores/registrations.ts';
import type { Journey } from './journey.ts';

/** The journey over an open store. */
export function openJourney(options: {
  store: Store;
  copies: CopyCollections;
  services: Journey['services'];
  sealer: Sealer;
  clock: Clock;
  ttlMs: number;
  log: Logger;
}): Journey {
  const { store, copies, services, sealer, clock, ttlMs, log } = options;
  const now = () => clock.now();
  return {
    invitations: openInvitations(store.collection(invitationsCollection), now),
    registrations: openRegistrations(store.collection(registrationsCollection), now),
    users: userCopiesIn(copies.users, now),
    organisations: organisationCopiesIn(copies.organisations, now),
    services,
    secrets: createLinkSecrets(sealer),
    clock,
    ttlMs,
    log,
  };
}
