import type { HandlerResult } from '@gatehouse/consumers';
import type { EventOf } from '@gatehouse/contracts';
import { changeDelivery } from '../delivery/change-delivery.ts';
import type { Deliveries } from '../delivery/deliveries.store.ts';
import { givenUp } from '../delivery/delivery.ts';
import { pendingOf } from './ordered-deliveries.store.ts';
import { WEBHOOK_DISABLED, WEBHOOK_REMOVED } from './send-event.ts';
import { isSentTo } from './webhook.ts';
import type { Webhooks } from './webhooks.store.ts';

interface WebhookChangedDependencies {
  webhooks: Webhooks;
  deliveries: Deliveries;
  now: () => number;
}

const AT_A_TIME = 100;

/** Ends what is pending for a webhook that was disabled, paused or removed. Judged by what the webhook is now. */
export async function onWebhook(
  { id, subject, actor }: Pick<EventOf<'gatehouse.notifier.webhook.v1'>, 'id' | 'subject' | 'actor'>,
  { webhooks, deliveries, now }: WebhookChangedDependencies,
): Promise<HandlerResult> {
  const state = (await webhooks.get(subject))?.state;
  if (isSentTo(state)) return { ignored: 'events are sent to it' };
  const error =
    state?.status === 'disabled' || state?.status === 'enabled' ? WEBHOOK_DISABLED : WEBHOOK_REMOVED;
  const change = { collection: deliveries, now, origin: { actor, causationId: id } };
  for (;;) {
    const pending = await pendingOf(deliveries, subject, AT_A_TIME);
    for (const { _id } of pending) {
      await changeDelivery(change, _id, (current) => {
        return (current && givenUp(current, error, now())) ?? 'over';
      });
    }
    if (pending.length < AT_A_TIME) return undefined;
  }
}
