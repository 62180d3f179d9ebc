import type { WebhookEvent } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { StoreError } from '@gatehouse/store';
import {
  type Deliveries,
  type DeliveryDocument,
  deliveries as declaration,
} from '../delivery/deliveries.store.ts';
import { isWaiting } from '../delivery/delivery.ts';
import { schedulesWith } from '../delivery/schedule.domain.ts';
import { kinds } from '../kinds.ts';
import { type OpenedStore, onEachStore } from '../testing/each-store.ts';
import { eventDeliveryMaker, type ListedEvent } from './make-event-delivery.ts';
import { createOrder } from './order.ts';
import { pendingWith } from './ordered-deliveries.store.ts';

const PLATFORM = { actor: 'platform' };
const serviceId = newId();
let version = 0;

function updated(userId: string, ...changed: ('email' | 'given_name')[]): ListedEvent {
  const at = new Date().toISOString();
  const event: WebhookEvent = {
    type: 'user.updated',
    timestamp: at,
    data: { userId, changed, version: ++version },
  };
  const about = { id: newId(), at, correlationId: 'c', serviceId, url: 'http://127.0.0.1:9/' };
  return { message: { ...about, kind: 'webhook', event }, causedBy: userId, listedAt: version };
}

/** What makes events in one instance. */
function makerOn(deliveries: Deliveries) {
  const now = Date.now;
  const dueAt = () => {};
  const order = createOrder({ deliveries, dueAt, now });
  const [schedules, tap] = [schedulesWith([0]), { async made() {} }];
  const make = eventDeliveryMaker({ deliveries, kinds, schedules, order, tap, dueAt, now });
  return (...events: ListedEvent[]) =>
    events.reduce((before, event) => before.then(() => make(event, PLATFORM)), Promise.resolve());
}

function namesOf({ message }: DeliveryDocument): readonly string[] {
  return message?.kind === 'webhook' && 'changed' in message.event.data ? message.event.data.changed : [];
}

await onEachStore((open) => {
  let opened: OpenedStore;
  let deliveries: Deliveries;
  beforeAll(async () => {
    opened = await open();
    deliveries = opened.store.collection(declaration);
  });
  afterAll(() => opened?.close());

  const pendingOf = (userId: string) => pendingWith(deliveries, `${serviceId}/${userId}`, 100);

  test('an instance that dies before the earlier event is superseded: the event comes again, and it is', async () => {
    const userId = newId();
    const [head, early, late] = [
      updated(userId, 'email'),
      updated(userId, 'email'),
      updated(userId, 'given_name'),
    ];
    await makerOn(deliveries)(head, early);
    const dying: Deliveries = {
      ...deliveries,
      async write(write) {
        const isEarly = write.document._id === early.message.id;
        if (isEarly) throw new StoreError('it died', { retryable: true });
        return deliveries.write(write);
      },
    };
    await expect(makerOn(dying)(late)).rejects.toThrow('it died');
    expect(await pendingOf(userId)).toHaveLength(3);

    await makerOn(deliveries)(late);
    const pending = await pendingOf(userId);
    expect(pending.map(({ _id }) => _id)).toEqual([head.message.id, late.message.id]);
    expect(pending.map(namesOf)).toEqual([['email'], ['email', 'given_name']]);
    expect((await deliveries.get(early.message.id))?.state.status).toBe('superseded');
  });

  test.each([
    ['the same event', 1, ['email']],
    ['the same event and a later one', 2, ['email', 'given_name']],
  ])(
    'an instance that made up its mind before another made %s supersedes none of it',
    async (_, count, names) => {
      const userId = newId();
      const events = [updated(userId, 'email'), updated(userId, 'given_name')].slice(0, count);
      const other = makerOn(deliveries);
      await other(updated(userId, 'email'));
      let isFirst = true;
      const slow: Deliveries = {
        ...deliveries,
        async get(id) {
          const found = await deliveries.get(id);
          if (isFirst) await other(...events);
          isFirst = false;
          return found;
        },
      };
      await makerOn(slow)(...events);
      const pending = await pendingOf(userId);
      expect(pending.slice(1).map(({ _id }) => _id)).toEqual([events.at(-1)?.message.id]);
      expect(namesOf(pending.at(-1) as DeliveryDocument)).toEqual(names);
    },
  );

  test('instances that make events of one user at once make one head, and all wait for it', async () => {
    const userId = newId();
    const events = Array.from({ length: 8 }, () => updated(userId, 'email'));
    // Of different organisations, so that none supersedes another.
    const ofMemberships = events.map(({ message, ...listed }, n): ListedEvent => {
      const data = { userId, organisationId: newId(), changed: [], version: n + 1 };
      const event: WebhookEvent = { type: 'membership.changed', timestamp: message.at, data };
      return { ...listed, message: { ...message, event } };
    });
    await Promise.all(ofMemberships.map((event) => makerOn(deliveries)(event)));
    const pending = await pendingOf(userId);
    expect(pending).toHaveLength(8);
    expect(pending.filter((each) => !isWaiting(each))).toHaveLength(1);
  });
});
