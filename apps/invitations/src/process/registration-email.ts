import type { InvitationState } from '@gatehouse/contracts';
import type { KeptSecrets, SecretsOwner } from '../registration/link-secrets.ts';
import type { NewEmail } from '../registration/registration.ts';
import { type Journey, serviceNameOf } from './dependencies.ts';

/** An email with a new link and code, which names the first invitation's service and organisation. Throws NotYetKnown. */
export async function newEmailFor(
  journey: Journey,
  owner: SecretsOwner,
  { serviceId, organisationId, givenName, subjectOverride, bodyOverride }: InvitationState,
  { to, correlationId, language }: Pick<NewEmail, 'to' | 'correlationId' | 'language'>,
): Promise<{ email: NewEmail; secrets: KeptSecrets }> {
  const organisation =
    organisationId === undefined ? undefined : await journey.organisations.get(organisationId);
  const { sealed, kept: secrets } = journey.secrets.make(owner);
  const email = {
    ...{ to, correlationId, language, givenName, subjectOverride, bodyOverride, serviceId, sealed },
    serviceName: serviceNameOf(journey, serviceId),
    organisationName: organisation?.name,
    expiresAt: new Date(journey.clock.now() + journey.ttlMs).toISOString(),
  };
  return { email, secrets };
}
