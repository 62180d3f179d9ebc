import { type DeliveryState, deliveryAttempt, instant, uuid } from '@gatehouse/contracts';
import { z } from 'zod';

/** A delivery as the operator sees it; never an email's content. */
export const managedDelivery = z
  .object({
    id: uuid,
    kind: z.enum(['callback', 'email']),
    serviceId: uuid.nullable(),
    url: z.string().optional(),
    to: z.string().optional(),
    status: z.enum(['pending', 'delivered', 'failed']),
    /** `null` once it is over. */
    nextAttemptAt: instant.nullable(),
    attempts: z.array(deliveryAttempt),
  })
  .meta({ id: 'Delivery', description: 'A callback or email and the record of its attempts.' });

export function managedDeliveryOf({ state }: { state: DeliveryState }): z.input<typeof managedDelivery> {
  return { ...state, serviceId: state.serviceId ?? null, nextAttemptAt: state.nextAttemptAt ?? null };
}
