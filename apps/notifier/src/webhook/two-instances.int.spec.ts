import type { WebhookEvent } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { hostileStore } from '@gatehouse/store/testing';
import { seededRandom } from '@gatehouse/testing';
import { changeDelivery } from '../delivery/change-delivery.ts';
import { type DeliveryDocument, deliveries as declaration } from '../delivery/deliveries.store.ts';
import { afterAttempt } from '../delivery/delivery.ts';
import { schedulesWith } from '../delivery/schedule.domain.ts';
import { kinds } from '../kinds.ts';
import { type OpenedStore, onEachStore } from '../testing/each-store.ts';
import { eventsOfUser, faultsOf, orderKeyOfUser } from '../testing/told-users.ts';
import { eventDeliveryMaker, type ListedEvent, type MakeEventDelivery } from './make-event-delivery.ts';
import { createOrder, type Order } from './order.ts';
import { firstOf } from './ordered-deliveries.store.ts';

const EVENTS = 60;
const schedules = schedulesWith(Array.from({ length: 100 }, () => 0));
const PLATFORM = { actor: 'platform' };

/** An instance whose clock is off by some seconds. */
function instanceOn(store: Store, aheadMs: number): { make: MakeEventDelivery; order: Order } {
  const now = () => Date.now() + aheadMs;
  const deliveries = store.collection(declaration);
  const dueAt = () => {};
  const order = createOrder({ deliveries, dueAt, now });
  const tap = { async made() {} };
  return { order, make: eventDeliveryMaker({ deliveries, kinds, schedules, order, tap, dueAt, now }) };
}

/** Handles events as a consumer does: after a failure it begins some events earlier. */
async function follow(make: MakeEventDelivery, events: readonly ListedEvent[], random: () => number) {
  for (let handled = 0; handled < events.length; ) {
    const event = events[handled] as ListedEvent;
    const isDone = await make(event, PLATFORM).then(
      () => true,
      () => false,
    );
    handled = isDone ? handled + 1 : Math.max(0, handled - Math.floor(random() * 4));
    if (random() < 0.3) await new Promise(setImmediate);
  }
}

/** Attempts what may be sent, as a dispatcher that dies at times between the answer and the record, or before the next one's turn. */
function sender(store: Store, order: Order, orderKey: string, random: () => number) {
  const collection = store.collection(declaration);
  const sent: { id: string; event: WebhookEvent }[] = [];

  async function attempt({ _id, message, state }: DeliveryDocument): Promise<void> {
    if (message?.kind !== 'webhook') throw new Error('no event');
    sent.push({ id: _id, event: message.event });
    const status = random() < 0.6 ? 204 : 500;
    if (random() < 0.2) return;
    const [startedAt, endedAt] = [Date.now(), Date.now()];
    const made = { startedAt, endedAt, result: { kind: 'answered' as const, status } };
    const changed = await changeDelivery({ collection, now: Date.now, origin: PLATFORM }, _id, (current) =>
      current === undefined ? 'gone' : afterAttempt(current, made, schedules),
    );
    const isOver = changed.status === 'changed' && changed.document.state.status !== 'pending';
    if (isOver && random() < 0.8) await order.release(state.serviceId ?? '', orderKey);
  }

  return {
    sent,
    /** Whether something is left to send. */
    async turn(): Promise<boolean> {
      const first = await firstOf(collection, orderKey);
      const head = await collection.findOne({ headKey: orderKey });
      if (head !== undefined) await attempt(head).catch(() => {});
      else if (first !== undefined) await order.repair().catch(() => {});
      return first !== undefined;
    },
  };
}

await onEachStore((open) => {
  let opened: OpenedStore;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());

  test.each([1, 2, 3, 4])(
    'seed %i: both make the events of a user, on a store that fails: none is lost, each is sent in order',
    async (seed) => {
      const random = seededRandom(`two instances ${seed}`);
      const serviceId = newId();
      const events = eventsOfUser(serviceId, EVENTS, random);
      const orderKey = orderKeyOfUser(serviceId, events);
      const hostile = (name: string) => hostileStore(opened.store, { seed: `${seed} ${name}` });
      const [one, two] = [instanceOn(hostile('one'), 0), instanceOn(hostile('two'), -3_000)];
      const sending = hostile('sender');
      const { sent, turn } = sender(sending, instanceOn(sending, 2_000).order, orderKey, random);
      let working = 2;
      const makers = [one, two].map(({ make }) => follow(make, events, random).finally(() => working--));
      while ((await turn()) || working > 0) await new Promise(setImmediate);
      await Promise.all(makers);

      expect(
        faultsOf(
          events,
          sent.map(({ event }) => event),
        ),
      ).toEqual([]);
      const where = { 'state.serviceId': serviceId };
      const stored = await opened.store.collection(declaration).find({ where, limit: 1_000 });
      expect(stored).toHaveLength(EVENTS);
      const superseded = stored.filter(({ state }) => state.status === 'superseded').map(({ _id }) => _id);
      expect(sent.filter(({ id }) => superseded.includes(id))).toEqual([]);
      const delivered = stored.filter(({ state }) => state.status === 'delivered');
      expect(delivered).toHaveLength(EVENTS - superseded.length);
    },
  );
});
