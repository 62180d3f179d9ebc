import type { DeliveryState } from '@gatehouse/contracts';
import type { Kind, MessageOf } from '../delivery/kind.domain.ts';
import { testQueue, webhookQueue } from '../delivery/queues.domain.ts';

/** Events to webhooks. A test waits for nothing, and is attempted once. */
export const webhookKind: Kind<MessageOf<'webhook'>> = {
  queueOf: ({ serviceId, event }) => (event.data.test ? testQueue(serviceId) : webhookQueue(serviceId)),
  scheduleOf: ({ event }) => (event.data.test ? 'once' : 'default'),
  shown: ({ url, event }) => ({ url, event: event.type, data: event.data as DeliveryState['data'] }),
};
