import type { SubscriptionsAnswer, SubscriptionsApi, SubscriptionsApiOptions } from '@gatehouse/outgoing';
import type { NotifierConfig } from '../config.ts';
import type { AttemptResult } from '../delivery/attempt.domain.ts';
import type { MessageOf } from '../delivery/kind.domain.ts';
import type { Send } from '../delivery/send.ts';

type Message = MessageOf<'subscription'>;

const NOBODY = 404;

/** Where subscriptions are kept, by the platform's settings; undefined where they are kept nowhere. */
export function subscriptionsOf(
  config: Pick<NotifierConfig, 'SUBSCRIPTIONS_URL' | 'SUBSCRIPTIONS_TOKEN'>,
): SubscriptionsApiOptions | undefined {
  const { SUBSCRIPTIONS_URL: url, SUBSCRIPTIONS_TOKEN: token } = config;
  return url === undefined ? undefined : { url, token };
}

/** Tells the platform of email subscriptions of one change: it is asked for the subscriber, who is then changed. */
export function subscriptionSender(api: SubscriptionsApi | undefined): Send<Message> {
  return async (_delivery, message) => {
    if (api === undefined) return { kind: 'refused', error: 'SUBSCRIPTIONS_URL is not set' };
    const found = await api.subscriberOf(message.userId);
    if (!('subscriberId' in found)) return resultOf(found);
    const changed = await change(api, found.subscriberId, message);
    return { ...resultOf(changed), shown: { url: api.addressOf(found.subscriberId) } };
  };
}

function change(api: SubscriptionsApi, subscriberId: string, message: Message): Promise<SubscriptionsAnswer> {
  const { address } = message;
  return message.change === 'address' && address !== undefined
    ? api.changeAddress(subscriberId, address)
    : api.end(subscriberId);
}

/** Who has no subscriptions there needs no change. */
function resultOf(answer: SubscriptionsAnswer): AttemptResult {
  if ('error' in answer) return { kind: 'unanswered', ...answer };
  if (answer.status === NOBODY) return { kind: 'accepted', status: NOBODY };
  return { kind: 'answered', ...answer };
}
