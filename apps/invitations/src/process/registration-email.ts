import type { InvitationState } from '@gatehouse/contracts';
import type { KeptSecrets, SecretsOwner } from '../registration/link-secrets.ts';
import type { SealedLetter } from '../registration/registration.ts';
import { type Journey, serviceNameOf } from './dependencies.ts';

/** A new link and code in an email that names the first invitation's service and organisation. Throws NotYetKnown. */
export async function writeLetter(
  journey: Journey,
  owner: SecretsOwner,
  first: InvitationState,
  { to, correlationId, language }: { to: string; correlationId: string; language?: 'en' | 'cy' | undefined },
): Promise<{ letter: SealedLetter; secrets: KeptSecrets }> {
  const { serviceId, organisationId, givenName, subjectOverride, bodyOverride } = first;
  const organisation =
    organisationId === undefined ? undefined : await journey.organisations.get(organisationId);
  const { sealed, kept } = journey.secrets.make(owner);
  const content = {
    to,
    serviceId,
    serviceName: serviceNameOf(journey, serviceId),
    correlationId,
    ...(language !== undefined && { language }),
    ...(givenName !== undefined && { givenName }),
    ...(organisation !== undefined && { organisationName: organisation.name }),
    ...(subjectOverride !== undefined && { subjectOverride }),
    ...(bodyOverride !== undefined && { bodyOverride }),
  };
  const expiresAt = new Date(journey.clock.now() + journey.ttlMs).toISOString();
  return { letter: { content, sealed, expiresAt }, secrets: kept };
}
