import {
  buildEvent,
  type EmailData,
  emailOf,
  type InvitationOf,
  type Message,
  messageContext,
  type OpenRegistration,
  type RegistrationState,
  serviceSecretContext,
  subjectOfWebhookEvent,
  type UserState,
  type WebhookEvent,
  type WebhookMessage,
} from '@gatehouse/contracts';
import { service } from '@gatehouse/contracts/testing';
import { idFrom, newId } from '@gatehouse/runtime';
import { timedIdFrom } from '@gatehouse/runtime/ids';
import type { RunningNotifier } from './running-notifier.ts';

/** Events of the notifier's neighbours, as tests publish them. */

const origin = { correlationId: 'correlation-1', actor: 'client:test' };
let version = Date.now();

/** The event of a service with these secrets, the newest first. */
export function serviceEvent(
  { sealer }: Pick<RunningNotifier, 'sealer'>,
  {
    id,
    clientId,
    secrets,
    status = 1,
  }: { id: string; clientId: string; secrets: readonly string[]; status?: 0 | 1 },
) {
  const at = new Date().toISOString();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const state = service(id, {
    clientId,
    status,
    secrets: secrets.map((text, index) => ({
      id: idFrom('secret', text),
      sealed: sealer.seal(text, serviceSecretContext(id)),
      createdAt: at,
      ...(index > 0 && { expiresAt: later }),
    })),
  });
  return buildEvent('gatehouse.access.service.v1', { version: ++version, state }, origin, Date.now());
}

/** The event of a user's state, at the next version or at one that is given. */
export function userEvent(state: UserState, at = ++version) {
  return buildEvent('gatehouse.directory.user.v1', { version: at, state }, origin, Date.now());
}

/** The event of an accepted invitation that lists a callback to `url`, or an informing email to `to`, or both. */
export function acceptedEvent(
  serviceId: string,
  { url, to, at = new Date().toISOString() }: { url?: string; to?: string; at?: string },
) {
  const [id, emailId, sub] = [newId(), newId(), newId()];
  const deliveryId = timedIdFrom(at, 'callback', id);
  const about = { at, serviceId, correlationId: 'correlation-1' };
  const messages: Message[] = [];
  if (url !== undefined) {
    const body = { sub, sourceId: 'source-1' };
    messages.push({ ...about, kind: 'callback', id: deliveryId, url, body });
  }
  if (to !== undefined) {
    const data = { givenName: 'Jane', serviceName: 'School Meals' };
    messages.push(emailOf('informing', { ...about, id: emailId, recipient: { address: to }, data }));
  }
  const event = listingEvent(serviceId, messages, { id, userId: sub, at });
  return { event, deliveryId, emailId, sub };
}

/** The event of an accepted invitation that lists these messages. */
export function listingEvent(
  serviceId: string,
  messages: Message[],
  { id = newId(), userId = newId(), at = new Date().toISOString() } = {},
) {
  const state: InvitationOf<'accepted'> = {
    id,
    kind: 'invitation',
    serviceId,
    audienceServiceId: serviceId,
    sourceId: 'source-1',
    correlationId: 'correlation-1',
    createdAt: at,
    updatedAt: at,
    expiresAt: at,
    status: 'accepted',
    userId,
    acceptedAt: at,
    messages,
  };
  return buildEvent('gatehouse.invitations.invitation.v1', { version: ++version, state }, origin, Date.now());
}

/** The event of an open registration at a generation. */
export function openRegistrationEvent(
  { sealer }: Pick<RunningNotifier, 'sealer'>,
  facts: { id: string; serviceId: string; to: string; generation?: number } & Partial<
    Pick<EmailData<'registration'>, 'subject' | 'body' | 'expiresAt'>
  >,
) {
  const { id, serviceId, to, generation = 1, ...given } = facts;
  const at = new Date().toISOString();
  const expiresAt = given.expiresAt ?? new Date(Date.now() + 3_600_000).toISOString();
  const emailId = newId();
  const parts = JSON.stringify({ token: `token-${generation}`, code: `ABCDEFG${generation}` });
  const email = emailOf('registration', {
    ...{ id: emailId, at, correlationId: 'correlation-1', serviceId, generation, notAfter: expiresAt },
    recipient: { address: to },
    sealed: sealer.seal(parts, messageContext(emailId)),
    data: { serviceName: 'School Meals', ...given, expiresAt },
  });
  const state: OpenRegistration = {
    id,
    kind: 'registration',
    status: 'open',
    email: to,
    generation,
    createdAt: at,
    updatedAt: at,
    expiresAt,
    messages: [email],
  };
  return { event: registrationEvent(state), emailId, state };
}

export function registrationEvent(state: RegistrationState) {
  return buildEvent(
    'gatehouse.invitations.registration.v1',
    { version: ++version, state },
    origin,
    Date.now(),
  );
}

/** The event of a notice that tells services of one change. */
export function noticeEvent(
  serviceIds: readonly string[],
  event: WebhookEvent,
  also?: WebhookMessage['also'],
) {
  const subjectId = subjectOfWebhookEvent(event) ?? newId();
  const at = new Date().toISOString();
  const entityVersion = ++version;
  const message = { kind: 'webhook' as const, id: newId(), at, correlationId: 'correlation-1' };
  const state = {
    id: `${subjectId}/${entityVersion}`,
    subjectId,
    messages: [{ ...message, serviceIds: [...serviceIds], event, ...(also && { also }) }],
  };
  return buildEvent('gatehouse.access.notice.v1', { version: entityVersion, state }, origin, Date.now());
}
