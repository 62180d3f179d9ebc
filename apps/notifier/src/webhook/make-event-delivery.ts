import { nextVersion } from '@gatehouse/store';
import { changeDelivery, deliveryEvents } from '../delivery/change-delivery.ts';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import { type Delivery, isWaiting, newDelivery, superseded } from '../delivery/delivery.ts';
import type { Kinds } from '../delivery/kind.domain.ts';
import type {
  DeliveryOrigin,
  ListedMessage,
  WebhookEventMessage,
} from '../delivery/listed-message.domain.ts';
import type { Schedules } from '../delivery/schedule.domain.ts';
import type { Tap } from '../tap/create-tap.ts';
import { gateKey, isMergedInto, merged, orderKeyOf } from './order.domain.ts';
import { asWaiting, type Order } from './order.ts';
import { pendingWith } from './ordered-deliveries.store.ts';

export interface EventDeliveryDependencies {
  deliveries: Deliveries;
  kinds: Kinds;
  schedules: Schedules;
  order: Order;
  tap: Pick<Tap, 'made'>;
  dueAt: (queue: string, at: number) => void;
  now: () => number;
}

export type ListedEvent = ListedMessage & { message: WebhookEventMessage };
/** Makes the one delivery of an event to one webhook, behind those that it waits for. Called in the order of the events. */
export type MakeEventDelivery = (listed: ListedEvent, origin: DeliveryOrigin) => Promise<void>;

/** Of one key there waits one event of each type and entity, as later ones supersede earlier ones. */
const MOST_WAITING = 1_000;

export function eventDeliveryMaker(dependencies: EventDeliveryDependencies): MakeEventDelivery {
  const { deliveries, order, tap, dueAt, now } = dependencies;
  let lastSeq = 0;

  async function write(delivery: Delivery, origin: DeliveryOrigin) {
    const document = { ...delivery, version: nextVersion(undefined, now()) };
    const events = deliveryEvents(document, undefined, origin, now());
    return (await deliveries.write({ document, events })).status;
  }

  async function insert(listed: ListedEvent, orderKey: string | undefined, origin: DeliveryOrigin) {
    const delivery = newDelivery(listed, dependencies, now());
    if (orderKey === undefined) {
      await write(delivery, origin);
      return dueAt(delivery.queue, now());
    }
    lastSeq = Math.max(now(), lastSeq + 1);
    const head = { ...delivery, orderKey, orderSeq: lastSeq, headKey: orderKey };
    const { serviceId } = listed.message;
    const isBehind = orderKey !== gateKey(serviceId) && (await order.isGated(serviceId));
    const status = isBehind ? 'duplicate' : await write(head, origin);
    if (status === 'duplicate') await write(asWaiting(head), origin);
    else dueAt(delivery.queue, now());
  }

  async function supersedeAll(waiting: readonly DeliveryDocument[], origin: DeliveryOrigin): Promise<void> {
    for (const { _id } of waiting) {
      await changeDelivery({ collection: deliveries, now, origin }, _id, (current) =>
        current !== undefined && isWaiting(current) ? (superseded(current, now()) ?? 'over') : 'over',
      );
    }
  }

  /** Inserted first: a crash before the earlier ones are superseded sends a name twice and loses none. */
  async function makeOne(
    listed: ListedEvent,
    orderKey: string | undefined,
    origin: DeliveryOrigin,
  ): Promise<void> {
    const { message } = listed;
    const known = await deliveries.get(message.id);
    if (orderKey === undefined) {
      if (known === undefined) await insert(listed, orderKey, origin);
      return tap.made(known?.message ?? message);
    }
    const before = (await pendingWith(deliveries, orderKey, MOST_WAITING)).filter(
      (each) => isWaiting(each) && (each.orderSeq ?? 0) < (known?.orderSeq ?? Number.POSITIVE_INFINITY),
    );
    const waiting = before.filter(
      (each) => each.message?.kind === 'webhook' && isMergedInto(each.message.event, message.event),
    );
    let made = known?.message ?? message;
    if (known === undefined) {
      const events = waiting.flatMap((each) =>
        each.message?.kind === 'webhook' ? [each.message.event] : [],
      );
      const whole = { ...message, event: merged(message.event, events) };
      await insert({ ...listed, message: whole }, orderKey, origin);
      made = whole;
    }
    await tap.made(made);
    if (known === undefined || known.state.status === 'pending') await supersedeAll(waiting, origin);
    await order.release(message.serviceId, orderKey);
  }

  return (listed, origin) => {
    const { serviceId, event } = listed.message;
    return makeOne(listed, orderKeyOf(serviceId, event), origin);
  };
}
