import { type DeliveryState, deliveryAttempt, instant, uuid } from '@gatehouse/contracts';
import { z } from 'zod';

/** A delivery as the operator sees it; never an email's content. */
export const managedDelivery = z
  .object({
    id: uuid,
    kind: z.enum(['callback', 'email']),
    serviceId: uuid.optional(),
    url: z.string().optional(),
    to: z.string().optional(),
    status: z.enum(['pending', 'delivered', 'failed']),
    nextAttemptAt: instant.optional(),
    attempts: z.array(deliveryAttempt),
  })
  .meta({ id: 'Delivery', description: 'A callback or email and the record of its attempts.' });

export function managedDeliveryOf({ state }: { state: DeliveryState }): z.input<typeof managedDelivery> {
  return state;
}
