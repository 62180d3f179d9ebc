import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import { gateKey } from './order.domain.ts';
import { firstOf } from './ordered-deliveries.store.ts';
import { isSentTo } from './webhook.ts';
import type { Webhooks } from './webhooks.store.ts';

/** Refuses what would go to a webhook that is disabled or gone. */
export function webhookRefusal(webhooks: Webhooks) {
  return async ({ message }: Pick<DeliveryDocument, 'message'>) => {
    if (message?.kind !== 'webhook') return undefined;
    const state = (await webhooks.get(message.serviceId))?.state;
    const isTest = message.event.data.test === true && state?.status === 'disabled';
    return isSentTo(state) || isTest ? undefined : ('webhook disabled' as const);
  };
}

/** The delivery that one waits for; undefined where it waits for none. */
export function whatWaits(deliveries: Deliveries) {
  return async (id: string): Promise<string | undefined> => {
    const { orderKey, state } = (await deliveries.get(id)) ?? {};
    if (orderKey === undefined || state?.serviceId === undefined) return undefined;
    const first =
      (await firstOf(deliveries, gateKey(state.serviceId))) ?? (await firstOf(deliveries, orderKey));
    return first?._id === id ? undefined : first?._id;
  };
}
