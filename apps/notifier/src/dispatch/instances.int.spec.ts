import { eventually } from '@gatehouse/testing';
import { deliveries } from '../delivery/deliveries.store.ts';
import { callbackSettings, idsAt, SERVICE, stored } from '../testing/callback-setting.ts';
import { acceptedEvent } from '../testing/notifier-events.ts';

const { running, another } = callbackSettings();

describe('two instances on one store', () => {
  test('make each attempt once', async () => {
    const { receiver, notifier } = await running({ distributed: true, DELIVERY_SCHEDULE: [0, 0.2, 0.2] });
    await another(notifier);
    const due = Array.from({ length: 60 }, (_, n) => {
      receiver.answer(`/both/${n}`, 500, 204);
      return acceptedEvent(SERVICE, { url: `${receiver.url}/both/${n}` });
    });
    await notifier.publish(...due.map(({ event }) => event));
    await eventually(async () => {
      for (const { deliveryId } of due) {
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
    await another(notifier);
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

  test('a message of over 30 days ago is no longer delivered', async () => {
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
  test('larger than the queue is worked off, each once', async () => {
    const { receiver, notifier } = await running();
    const due = Array.from({ length: 700 }, () => acceptedEvent(SERVICE, { url: `${receiver.url}/many` }));
    await notifier.publish(...due.map(({ event }) => event));
    await receiver.waitFor('/many', 700);
    await eventually(async () => {
      const collection = notifier.store.collection(deliveries);
      expect(await collection.count({ 'state.status': 'delivered' })).toBe(700);
    });
    expect(new Set(idsAt(receiver, '/many')).size).toBe(700);
    expect(receiver.at('/many')).toHaveLength(700);
  });
});
