import type { InvitationState } from '@gatehouse/contracts';
import type { SecretsOwner, StoredSecrets } from '../registration/link-secrets.ts';
import type { NewEmail } from '../registration/registration.ts';
import { type ProcessDependencies, serviceNameOf } from './dependencies.ts';

/** An email with a new link and code, which names the first invitation's service and organisation. Throws NotYetKnown. */
export async function newEmailFor(
  dependencies: ProcessDependencies,
  owner: SecretsOwner,
  { serviceId, organisationId, givenName, subjectOverride, bodyOverride }: InvitationState,
  { to, correlationId, language }: Pick<NewEmail, 'to' | 'correlationId' | 'language'>,
): Promise<{ email: NewEmail; secrets: StoredSecrets }> {
  const organisation =
    organisationId === undefined ? undefined : await dependencies.organisations.get(organisationId);
  const { sealed, stored: secrets } = dependencies.secrets.make(owner);
  const email = {
    ...{ to, correlationId, language, givenName, serviceId, sealed },
    subject: subjectOverride,
    body: bodyOverride,
    serviceName: serviceNameOf(dependencies, serviceId),
    organisationName: organisation?.name,
    expiresAt: new Date(dependencies.clock.now() + dependencies.ttlMs).toISOString(),
  };
  return { email, secrets };
}
