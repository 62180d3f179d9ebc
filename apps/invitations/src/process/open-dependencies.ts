import type { Clock, Logger, Sealer } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { openInvitations } from '../invitation/change-invitation.ts';
import { invitationsCollection } from '../invitation/invitations.store.ts';
import { type CopyCollections, organisationCopiesIn, userCopiesIn } from '../projections/projections.ts';
import { openRegistrations } from '../registration/change-registration.ts';
import { createLinkSecrets } from '../registration/link-secrets.ts';
import { registrationsCollection } from '../registration/registrations.store.ts';
import type { Journey } from './dependencies.ts';

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
