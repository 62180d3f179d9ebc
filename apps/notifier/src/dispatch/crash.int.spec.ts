import { randomBytes } from 'node:crypto';
import { newId } from '@gatehouse/runtime';
import { type Lease, StoreError } from '@gatehouse/store';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { deliveries as declaration } from '../delivery/deliveries.store.ts';
import type { DeliveryDocument } from '../delivery/delivery.ts';
import {
  acceptedEvent,
  type RunningNotifier,
  runNotifier,
  serviceEvent,
} from '../testing/running-notifier.ts';
import { sharedClaims } from './leases.ts';
import { startDelivering } from './start-dispatch.ts';
import { leasedClaims } from './store-lease.ts';

const SERVICE = newId();
const opened: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function running(config: Parameters<typeof runNotifier>[0] = {}) {
  const receiver = await callbackReceiver();
  opened.push(() => receiver.close());
  const notifier = await runNotifier(config);
  opened.push(() => notifier.close());
  const secrets = [randomBytes(32).toString('base64')];
  await notifier.publish(serviceEvent(notifier, { id: SERVICE, clientId: 'meals', secrets }));
  return { receiver, notifier };
}

const idsAt = (receiver: CallbackReceiver, path: string) =>
  receiver.at(path).map(({ headers }) => headers['webhook-id']);

function stored(notifier: RunningNotifier, id: string): Promise<DeliveryDocument | undefined> {
  return notifier.store.collection(declaration).get(id);
}

/** Of a process that is gone, which keeps nobody out. */
const HELD_BY_THE_DEAD: Lease = { acquire: async () => true, release: async () => {} };

/** Makes deliveries as an instance does, and dies of each attempt between its answer and its record. */
async function dyingInstance(
  notifier: RunningNotifier,
  shared: boolean,
  send: () => Promise<void>,
  deliveries = notifier.store.collection(declaration),
) {
  const nothing = () => {};
  const death = Promise.withResolvers<never>();
  death.promise.catch(nothing);
  const delivering = await startDelivering({
    deliveries,
    async send() {
      await send();
      return death.promise;
    },
    ready: Promise.resolve(),
    eventLog: notifier.eventLog,
    schedule: { stepsS: [0, 0.05, 60], random: () => 0.5 },
    claims: shared
      ? sharedClaims(deliveries, newId(), Date.now)
      : await leasedClaims(HELD_BY_THE_DEAD, { holder: newId(), now: Date.now, onError: nothing }),
    ping: async () => {},
    metrics: { onAttempt: nothing, watch: nothing },
    onOutcome: nothing,
    log: { warn: nothing } as never,
    now: () => Date.now(),
  });
  const die = () => {
    death.reject(new Error('it died'));
    return delivering.close();
  };
  opened.push(die);
  return die;
}

describe('an instance that dies between sending and recording', () => {
  test('leaves the callback pending, and the next start sends it again under its id', async () => {
    const { receiver, notifier } = await running();
    await notifier.app.close();
    let sent = 0;
    await dyingInstance(notifier, false, async () => void sent++);
    const { event, deliveryId } = acceptedEvent(SERVICE, { url: `${receiver.url}/again` });
    await notifier.publish(event);
    await eventually(async () => {
      expect((await stored(notifier, deliveryId))?.state.status).toBe('pending');
    });
    expect(sent).toBe(1);
    const next = await notifier.another();
    opened.push(() => next.close());
    await receiver.waitFor('/again');
    await eventually(async () => {
      expect((await stored(notifier, deliveryId))?.state).toMatchObject({
        status: 'delivered',
        attempts: [{ status: 204 }],
      });
    });
    expect(idsAt(receiver, '/again')).toEqual([deliveryId]);
  });

  test('before its delivery stands: the next start reads what is owed again, and sends it again under its id', async () => {
    const { receiver, notifier } = await running();
    await notifier.app.close();
    const collection = notifier.store.collection(declaration);
    const away = async () => {
      throw new StoreError('gone before the write', { retryable: true });
    };
    const sent = Promise.withResolvers<void>();
    const die = await dyingInstance(notifier, false, async () => sent.resolve(), {
      ...collection,
      write: away,
      writeMany: away,
    });
    const { event, deliveryId } = acceptedEvent(SERVICE, { url: `${receiver.url}/unwritten` });
    await notifier.publish(event);
    await sent.promise;
    await die();
    expect(await stored(notifier, deliveryId)).toBeUndefined();
    const next = await notifier.another();
    opened.push(() => next.close());
    await receiver.waitFor('/unwritten');
    await eventually(async () => {
      expect((await stored(notifier, deliveryId))?.state.status).toBe('delivered');
    });
    expect(idsAt(receiver, '/unwritten')).toEqual([deliveryId]);
  });

  test('keeps its claim from another instance until that has run out', async () => {
    const { receiver, notifier } = await running({ distributed: true });
    await notifier.app.close();
    let sent = 0;
    await dyingInstance(notifier, true, async () => void sent++);
    const { event, deliveryId } = acceptedEvent(SERVICE, { url: `${receiver.url}/claimed` });
    await notifier.publish(event);
    await eventually(() => expect(sent).toBe(1));
    const claim = await stored(notifier, deliveryId);
    expect(claim?.claimedBy).toBeDefined();
    expect((claim?.wakeAt ?? 0) - Date.now()).toBeGreaterThan(20_000);
    // As if the claim's half minute had gone by.
    await notifier.store.collection(declaration).mark(deliveryId, { wakeAt: Date.now() - 1 });
    const other = await notifier.another();
    opened.push(() => other.close());
    await receiver.waitFor('/claimed');
    await eventually(async () => {
      const after = await stored(notifier, deliveryId);
      expect(after?.state.status).toBe('delivered');
      expect(after?.claimedBy).toBeUndefined();
    });
  });
});

describe('two instances on one store', () => {
  test('make each attempt once', async () => {
    const { receiver, notifier } = await running({ distributed: true, DELIVERY_SCHEDULE: [0, 0.2, 0.2] });
    const other = await notifier.another();
    opened.push(() => other.close());
    const owed = Array.from({ length: 60 }, (_, n) => {
      receiver.answer(`/both/${n}`, 500, 204);
      return acceptedEvent(SERVICE, { url: `${receiver.url}/both/${n}` });
    });
    await notifier.publish(...owed.map(({ event }) => event));
    await eventually(async () => {
      for (const { deliveryId } of owed) {
        const delivery = await stored(notifier, deliveryId);
        expect(delivery?.state.status).toBe('delivered');
        expect(delivery?.state.attempts).toHaveLength(2);
      }
    });
    expect(receiver.received).toHaveLength(120);
  });
});

describe('two instances on one embedded store', () => {
  test('one makes all attempts; the other has what waits once it is gone', async () => {
    const { receiver, notifier } = await running({ DELIVERY_SCHEDULE: [0, 0.1, 0.1] });
    const leave = Promise.withResolvers<void>();
    receiver.answer('/slow', (response) => void leave.promise.then(() => response.writeHead(500).end()), 204);
    const slow = acceptedEvent(SERVICE, { url: `${receiver.url}/slow` });
    await notifier.publish(slow.event);
    await eventually(async () =>
      expect((await stored(notifier, slow.deliveryId))?.state.status).toBe('pending'),
    );

    // It looks at all that is due as it starts.
    const other = await notifier.another();
    opened.push(() => other.close());
    const prompt = acceptedEvent(SERVICE, { url: `${receiver.url}/prompt` });
    await notifier.publish(prompt.event);
    await receiver.waitFor('/prompt');
    expect(idsAt(receiver, '/slow')).toEqual([slow.deliveryId]);

    const closing = notifier.app.close();
    leave.resolve();
    await closing;
    await eventually(async () =>
      expect((await stored(notifier, slow.deliveryId))?.state.status).toBe('delivered'),
    );
    expect(idsAt(receiver, '/slow')).toEqual([slow.deliveryId, slow.deliveryId]);
    expect(idsAt(receiver, '/prompt')).toEqual([prompt.deliveryId]);
  });
});

describe('SIGTERM', () => {
  test('finishes the attempt under way and keeps what waits', async () => {
    const { receiver, notifier } = await running({ DELIVERY_SCHEDULE: [0, 0.3] });
    const { promise: leave, resolve: go } = Promise.withResolvers<void>();
    receiver.answer('/slow', (response) => void leave.then(() => response.writeHead(204).end()));
    receiver.answer('/later', 500, 204);
    const slow = acceptedEvent(SERVICE, { url: `${receiver.url}/slow` });
    const later = acceptedEvent(SERVICE, { url: `${receiver.url}/later` });
    await notifier.publish(slow.event, later.event);
    await receiver.waitFor('/slow');
    await receiver.waitFor('/later');
    await eventually(async () => {
      expect((await stored(notifier, later.deliveryId))?.state.attempts).toHaveLength(1);
    });
    const restarted = notifier.restart();
    go();
    await restarted;
    expect((await stored(notifier, slow.deliveryId))?.state.status).toBe('delivered');
    await eventually(async () => {
      expect((await stored(notifier, later.deliveryId))?.state.status).toBe('delivered');
    });
    expect(idsAt(receiver, '/slow')).toHaveLength(1);
    expect(idsAt(receiver, '/later')).toEqual([later.deliveryId, later.deliveryId]);
  });
});

describe('age', () => {
  const DAY_MS = 86_400_000;

  test('what has been owed for over 30 days is no longer delivered', async () => {
    const { receiver, notifier } = await running();
    const at = new Date(Date.now() - 31 * DAY_MS).toISOString();
    const old = acceptedEvent(SERVICE, { url: `${receiver.url}/old`, at });
    const fresh = acceptedEvent(SERVICE, { url: `${receiver.url}/fresh` });
    await notifier.publish(old.event, fresh.event);
    await receiver.waitFor('/fresh');
    expect(await stored(notifier, old.deliveryId)).toBeUndefined();
    expect(receiver.at('/old')).toEqual([]);
  });
});

describe('a backlog', () => {
  test('larger than memory bears is worked off, each once', async () => {
    const { receiver, notifier } = await running();
    const owed = Array.from({ length: 700 }, () => acceptedEvent(SERVICE, { url: `${receiver.url}/many` }));
    await notifier.publish(...owed.map(({ event }) => event));
    await receiver.waitFor('/many', 700);
    await eventually(async () => {
      const collection = notifier.store.collection(declaration);
      expect(await collection.count({ 'state.status': 'delivered' })).toBe(700);
    });
    expect(new Set(idsAt(receiver, '/many')).size).toBe(700);
    expect(receiver.at('/many')).toHaveLength(700);
  });
});
