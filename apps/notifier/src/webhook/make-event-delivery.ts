import type { WebhookEvent } from '@gatehouse/contracts';
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

  /**
   * As the head of its key, unless something of the key is pending. `known`: another instance made it meanwhile. It comes after
   * all that is pending, whatever the clocks of those who made that said.
   */
  async function insert(
    {
      listed,
      orderKey,
      behind,
    }: { listed: ListedEvent; orderKey: string; behind: DeliveryDocument | undefined },
    origin: DeliveryOrigin,
  ): Promise<'head' | 'waiting' | 'known'> {
    lastSeq = Math.max(now(), lastSeq + 1, (behind?.orderSeq ?? 0) + 1);
    const delivery = newDelivery(listed, dependencies, now());
    const head = { ...delivery, orderKey, orderSeq: lastSeq, headKey: orderKey };
    const { serviceId } = listed.message;
    const isGated = orderKey !== gateKey(serviceId) && (await order.isGated(serviceId));
    if (behind === undefined && !isGated && (await write(head, origin)) === 'written') {
      dueAt(delivery.queue, now());
      return 'head';
    }
    return (await write(asWaiting(head), origin)) === 'written' ? 'waiting' : 'known';
  }

  async function supersedeAll(waiting: readonly DeliveryDocument[], origin: DeliveryOrigin): Promise<void> {
    for (const { _id } of waiting) {
      await changeDelivery({ collection: deliveries, now, origin }, _id, (current) =>
        current !== undefined && isWaiting(current) ? (superseded(current, now()) ?? 'over') : 'over',
      );
    }
  }

  /** A test waits for nothing. */
  async function makeAlone(listed: ListedEvent, origin: DeliveryOrigin): Promise<void> {
    const delivery = newDelivery(listed, dependencies, now());
    await write(delivery, origin);
    dueAt(delivery.queue, now());
    await tap.made(listed.message);
  }

  /** Inserted first: a crash before the earlier ones are superseded sends a name twice and loses none. */
  async function makeInOrder(listed: ListedEvent, orderKey: string, origin: DeliveryOrigin): Promise<void> {
    const { message } = listed;
    const known = await deliveries.get(message.id);
    const pending = await pendingWith(deliveries, orderKey, MOST_WAITING);
    const waiting = pending.filter(
      (each) =>
        isWaiting(each) &&
        (each.orderSeq ?? 0) < (known?.orderSeq ?? Number.POSITIVE_INFINITY) &&
        isMergedInto(eventOf(each), message.event),
    );
    let [made, inserted] = [known?.message ?? message, 'known'];
    if (known === undefined) {
      const event = merged(message.event, waiting.map(eventOf));
      const [whole, behind] = [{ ...message, event }, pending.at(-1)];
      inserted = await insert({ listed: { ...listed, message: whole }, orderKey, behind }, origin);
      // What waits was read before: it may be this event, or later ones.
      if (inserted === 'known') return makeInOrder(listed, orderKey, origin);
      made = whole;
    }
    await tap.made(made);
    if (known === undefined || known.state.status === 'pending') await supersedeAll(waiting, origin);
    if (inserted !== 'head') await order.release(message.serviceId, orderKey);
  }

  return (listed, origin) => {
    const orderKey = orderKeyOf(listed.message.serviceId, listed.message.event);
    return orderKey === undefined ? makeAlone(listed, origin) : makeInOrder(listed, orderKey, origin);
  };
}

/** The event of a delivery with a key. */
function eventOf({ message }: DeliveryDocument): WebhookEvent {
  if (message?.kind !== 'webhook') throw new Error('only events have a key');
  return message.event;
}
