import { type AccessRequestState, type EmailData, emailOf } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime';
import { presentOrganisation, presentUser } from '../people/known-people.ts';
import { serviceOf } from '../services/services.store.ts';
import type { ViewDependencies } from './view-request.ts';

/** What an email about a request says beside its outcome. */
export type EmailFacts = Pick<
  EmailData<'access-request'>,
  'organisationName' | 'serviceName' | 'startUrl' | 'language'
>;

/** Reads what an email about a request says. No name of a person is in it. */
export async function emailFacts(
  { users, organisations, services }: ViewDependencies,
  { organisationId, serviceId, userId }: AccessRequestState,
): Promise<EmailFacts> {
  const [organisation, service, user] = await Promise.all([
    presentOrganisation(organisations, organisationId),
    serviceId === undefined ? undefined : serviceOf(services, serviceId),
    presentUser(users, userId),
  ]);
  const startUrl = service?.signIn?.startUrl;
  return {
    organisationName: organisation?.name ?? organisationId,
    ...(service !== undefined && { serviceName: service.name }),
    ...(startUrl !== undefined && { startUrl }),
    ...(user?.language !== undefined && { language: user.language }),
  };
}

/** A request with the email that tells the person its outcome. Without an outcome it stays the same. */
export function withOutcomeEmail(
  state: AccessRequestState | undefined,
  facts: EmailFacts,
): AccessRequestState | undefined {
  if (state === undefined) return undefined;
  const { id, status, userId, userVersion, correlationId, decision, failure, updatedAt: at } = state;
  if (status !== 'done' && status !== 'rejected' && status !== 'failed' && status !== 'expired') return state;
  // The person was removed: there is nobody to write to.
  if (failure === 'person removed') return state;
  const email = emailOf('access-request', {
    ...{ id: idFrom('access-request', id, status), at, correlationId, recipient: { userId, userVersion } },
    data: {
      ...{ ...facts, outcome: status },
      ...(status === 'rejected' && decision?.reason !== undefined && { reason: decision.reason }),
      ...(failure !== undefined && { failure }),
    },
  });
  return { ...state, messages: [email] };
}
