import type { Origin } from '@gatehouse/contracts';
import type { Clock, Logger } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { Invitations } from '../invitation/invitations.store.ts';
import type { UnderWay } from '../invitation/under-way.ts';
import type { OrganisationsProjection } from '../projections/organisations.store.ts';
import type { UsersProjection } from '../projections/users.store.ts';
import type { LinkSecrets } from '../registration/link-secrets.ts';
import type { Registrations } from '../registration/registrations.store.ts';

/** What the steps of the process read and change. */
export interface ProcessDependencies {
  invitations: Invitations;
  underWay: UnderWay;
  registrations: Registrations;
  users: UsersProjection;
  organisations: OrganisationsProjection;
  services: Pick<ServiceRegistry, 'byId' | 'byIdOrClientId' | 'versionOf'>;
  secrets: LinkSecrets;
  clock: Clock;
  /** How long a link works, in milliseconds. */
  ttlMs: number;
  log: Logger;
}

/** What the log has already is not in this process's projection or replica yet. */
export class NotYetKnown extends Error {
  override readonly name = 'NotYetKnown';
  readonly retryable = true;
}

/** The time as states have it. */
export function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

/** A service's name, also of one that was deleted just as it invited. Throws NotYetKnown. */
export function serviceNameOf({ services }: Pick<ProcessDependencies, 'services'>, id: string): string {
  const service = services.byId(id);
  if (service === undefined && services.versionOf(id) !== undefined) return 'A service that was deleted';
  if (service === undefined) throw new NotYetKnown('a service that invited is not known here yet');
  return service.name;
}

/** A change of an invitation continues the chain that its request began. */
export function chainOf(invitation: { correlationId: string }, origin: Origin): Origin {
  return { ...origin, correlationId: invitation.correlationId };
}
