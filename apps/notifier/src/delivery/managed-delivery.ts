import {
  type DeliveryAttempt,
  deliveryAttempt,
  deliveryKind,
  deliveryStatus,
  instant,
  uuid,
} from '@gatehouse/contracts';
import { z } from 'zod';
import type { DeliveryDocument } from './deliveries.store.ts';

/** An attempt of a delivery: each member is there, `null` where it says nothing. */
const shownAttempt = z
  .object({
    at: deliveryAttempt.shape.at,
    status: z
      .int()
      .nullable()
      .describe(
        'The HTTP status that a receiver answered, or the reply code of a mail server; `null` without one.',
      ),
    error: z
      .string()
      .nullable()
      .describe('What went wrong, in fixed words; `null` where the status says all.'),
    durationMs: deliveryAttempt.shape.durationMs,
  })
  .meta({ id: 'ShownAttempt', description: 'One attempt of a delivery.' });

/** What everyone who may see a delivery sees of it; never a header, an answer's body or an email's content. */
const seen = {
  id: uuid.describe('The id of the delivery: a UUID in upper case. Receivers get it as `webhook-id`.'),
  kind: deliveryKind,
  status: deliveryStatus,
  createdAt: instant.describe('When it was taken on: ISO 8601 in UTC.'),
  nextAttemptAt: instant
    .nullable()
    .describe('When it is tried next: ISO 8601 in UTC; `null` once it is over.'),
  attempts: z.array(shownAttempt).describe('Every attempt, the oldest first.'),
  invitationId: uuid.nullable().describe('The invitation that a callback is about; `null` of any other.'),
  event: z.string().nullable().describe('The type of a webhook’s event; `null` of any other.'),
  data: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('The `data` of a webhook’s event; `null` of any other.'),
};

/** A delivery as the operator sees it; never an email's content. */
export const managedDelivery = z
  .object({
    ...seen,
    serviceId: uuid.nullable().describe('The id of the service that it is for; `null` where it is for none.'),
    url: z.string().optional().describe('Where it goes, or last went; absent of an email.'),
    to: z.string().optional().describe('The address that an email goes to.'),
  })
  .meta({ id: 'Delivery', description: 'A message and the record of its attempts.' });

/** A delivery as its service sees it. */
export const ownDelivery = z
  .object({
    ...seen,
    serviceId: uuid.describe('The id of the service that it is for.'),
    url: z.string().nullable().describe('Where it goes, or last went.'),
  })
  .meta({ id: 'OwnDelivery', description: 'What a service is sent, and the record of the attempts.' });

function shownAttemptOf({ status, error, ...attempt }: DeliveryAttempt): z.input<typeof shownAttempt> {
  return { ...attempt, status: status ?? null, error: error ?? null };
}

/** Of a webhook's message; it is kept no longer than the message. */
function eventOf(message: DeliveryDocument['message']) {
  const { event } = (message ?? {}) as { event?: { type: string; data: Record<string, unknown> } };
  return { event: event?.type ?? null, data: event?.data ?? null };
}

type Seen = Pick<DeliveryDocument, 'state' | 'message'>;

export function managedDeliveryOf({ state, message }: Seen): z.input<typeof managedDelivery> {
  return {
    ...state,
    serviceId: state.serviceId ?? null,
    nextAttemptAt: state.nextAttemptAt ?? null,
    attempts: state.attempts.map(shownAttemptOf),
    invitationId: state.kind === 'callback' ? state.causedBy : null,
    ...eventOf(message),
  };
}

export function ownDeliveryOf(document: Seen): z.input<typeof ownDelivery> {
  const { serviceId, ...delivery } = managedDeliveryOf(document);
  if (serviceId === null) throw new TypeError('a delivery of no service is no service’s own');
  return { ...delivery, serviceId, url: delivery.url ?? null };
}
