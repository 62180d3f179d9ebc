import { subscribe } from '@gatehouse/event-log';
import { newId } from '@gatehouse/runtime';
import { type Lease, StoreError } from '@gatehouse/store';
import { eventually } from '@gatehouse/testing';
import { deliveries as declaration } from '../delivery/deliveries.store.ts';
import { limitsWith } from '../delivery/queues.domain.ts';
import { schedulesWith } from '../delivery/schedule.domain.ts';
import { kinds } from '../kinds.ts';
import { callbackSettings, idsAt, SERVICE, stored } from '../testing/callback-setting.ts';
import { acceptedEvent } from '../testing/notifier-events.ts';
import type { RunningNotifier } from '../testing/running-notifier.ts';
import { webhooks } from '../webhook/webhooks.store.ts';
import { documentLeases } from './document-leases.ts';
import { startDispatch } from './start-dispatch.ts';
import { storeLease } from './store-lease.ts';

const { running, another, closeLater } = callbackSettings();

/** Of a process that is gone, which keeps nobody out. */
const LEFT_BY_THE_DEAD: Lease = { acquire: async () => true, release: async () => {} };

/** An instance that dies in each attempt, between its answer and its record. */
async function dyingInstance(
  notifier: RunningNotifier,
  shared: boolean,
  send: () => Promise<void>,
  deliveries = notifier.store.collection(declaration),
) {
  const nothing = () => {};
  const death = Promise.withResolvers<never>();
  death.promise.catch(nothing);
  const dispatch = await startDispatch({
    deliveries,
    async send() {
      await send();
      return death.promise;
    },
    ready: Promise.resolve(),
    subscribe: (consumer) =>
      subscribe({ ...consumer, log: notifier.eventLog, now: Date.now, async ping() {} }),
    webhooks: notifier.store.collection(webhooks),
    tap: { async made() {}, async missed() {} },
    services: { byId: () => undefined },
    disableAfterMs: 1_000,
    operatorEmail: undefined,
    onDisabled() {},
    kinds,
    limitsOf: limitsWith(1),
    schedules: schedulesWith([0, 0.05, 60], () => 0.5),
    leases: shared
      ? documentLeases(deliveries, newId(), Date.now)
      : await storeLease(LEFT_BY_THE_DEAD, { holder: newId(), now: Date.now, onError: nothing }),
    metrics: { onAttempt: nothing, watch: nothing },
    log: { warn: nothing } as never,
    now: () => Date.now(),
  });
  const die = () => {
    death.reject(new Error('it died'));
    return dispatch.close();
  };
  closeLater(die);
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
    await another(notifier);
    await receiver.waitFor('/again');
    await eventually(async () => {
      expect((await stored(notifier, deliveryId))?.state).toMatchObject({
        status: 'delivered',
        attempts: [{ status: 204 }],
      });
    });
    expect(idsAt(receiver, '/again')).toEqual([deliveryId]);
  });

  test('before its delivery is in the store: the next start reads the message again, and sends it again under its id', async () => {
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
    await another(notifier);
    await receiver.waitFor('/unwritten');
    await eventually(async () => {
      expect((await stored(notifier, deliveryId))?.state.status).toBe('delivered');
    });
    expect(idsAt(receiver, '/unwritten')).toEqual([deliveryId]);
  });

  test('keeps its lease from another instance until that has run out', async () => {
    const { receiver, notifier } = await running({ distributed: true });
    await notifier.app.close();
    let sent = 0;
    await dyingInstance(notifier, true, async () => void sent++);
    const { event, deliveryId } = acceptedEvent(SERVICE, { url: `${receiver.url}/leased` });
    await notifier.publish(event);
    await eventually(() => expect(sent).toBe(1));
    const leased = await stored(notifier, deliveryId);
    expect(leased?.leasedBy).toBeDefined();
    expect((leased?.wakeAt ?? 0) - Date.now()).toBeGreaterThan(20_000);
    // As if the lease's half minute had gone by.
    await notifier.store.collection(declaration).mark(deliveryId, { wakeAt: Date.now() - 1 });
    await another(notifier);
    await receiver.waitFor('/leased');
    await eventually(async () => {
      const after = await stored(notifier, deliveryId);
      expect(after?.state.status).toBe('delivered');
      expect(after?.leasedBy).toBeUndefined();
    });
  });
});
