import type { Origin } from '@gatehouse/contracts';
import type { Clock, Logger } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { Invitations } from '../invitation/change-invitation.ts';
import type { OrganisationCopies, UserCopies } from '../projections/projections.ts';
import type { Registrations } from '../registration/change-registration.ts';
import type { LinkSecrets } from '../registration/link-secrets.ts';

/** What the steps of an invitation's journey are taken with: the documents they change, and the copies they read. */
export interface Journey {
  invitations: Invitations;
  registrations: Registrations;
  users: UserCopies;
  organisations: OrganisationCopies;
  services: Pick<ServiceRegistry, 'byId' | 'byIdOrClientId' | 'versionOf'>;
  secrets: LinkSecrets;
  clock: Clock;
  /** How long a link works, in milliseconds. */
  ttlMs: number;
  log: Logger;
}

/** Something that the log has already told of is not in this process's copy yet. */
export class NotYetKnown extends Error {
  override readonly name = 'NotYetKnown';
  readonly retryable = true;
}

/** The time as states hold it. */
export function instantOf({ clock }: Pick<Journey, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}

/** A service's name, also of one that was deleted just as it invited. Throws NotYetKnown. */
export function serviceNameOf({ services }: Pick<Journey, 'services'>, id: string): string {
  const service = services.byId(id);
  if (service === undefined && services.versionOf(id) !== undefined) return 'A service that was deleted';
  if (service === undefined) throw new NotYetKnown('a service that invited is not known here yet');
  return service.name;
}

/** A change of an invitation carries on the chain that its request began. */
export function chainOf(invitation: { correlationId: string }, origin: Origin): Origin {
  return { ...origin, correlationId: invitation.correlationId };
}
