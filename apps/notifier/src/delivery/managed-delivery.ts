import {
  type DeliveryState,
  deliveryAttempt,
  deliveryKind,
  deliveryStatus,
  instant,
  uuid,
} from '@gatehouse/contracts';
import { z } from 'zod';

/** A delivery as the operator sees it; never an email's content. */
export const managedDelivery = z
  .object({
    id: uuid.describe('The id of the delivery: a UUID in upper case. Receivers get it as `webhook-id`.'),
    kind: deliveryKind,
    serviceId: uuid.nullable().describe('The id of the service that it is for; `null` where it is for none.'),
    url: z.string().optional().describe('Where a callback goes.'),
    to: z.string().optional().describe('The address that an email goes to.'),
    status: deliveryStatus,
    nextAttemptAt: instant
      .nullable()
      .describe('When it is tried next: ISO 8601 in UTC; `null` once it is over.'),
    attempts: z.array(deliveryAttempt).describe('Every attempt, the oldest first.'),
  })
  .meta({ id: 'Delivery', description: 'A callback or email and the record of its attempts.' });

export function managedDeliveryOf({ state }: { state: DeliveryState }): z.input<typeof managedDelivery> {
  return { ...state, serviceId: state.serviceId ?? null, nextAttemptAt: state.nextAttemptAt ?? null };
}
