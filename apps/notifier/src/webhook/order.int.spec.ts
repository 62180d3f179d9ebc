import { newId } from '@gatehouse/runtime';
import { deliveries as declaration } from '../delivery/deliveries.store.ts';
import { newDelivery } from '../delivery/delivery.ts';
import { schedulesWith } from '../delivery/schedule.domain.ts';
import { kinds } from '../kinds.ts';
import { runNotifier } from '../testing/running-notifier.ts';
import { asWaiting, createOrder } from './order.ts';

test('an event whose turn was lost in a crash gets it, one of each key', async () => {
  const notifier = await runNotifier();
  try {
    const deliveries = notifier.store.collection(declaration);
    const serviceId = newId();
    const at = new Date().toISOString();
    const made = [1, 2].map((version) => {
      const event = { type: 'user.removed' as const, timestamp: at, data: { userId: newId(), version } };
      const about = { id: newId(), at, correlationId: 'c', serviceId, url: 'http://127.0.0.1:9/' };
      const listed = { message: { ...about, kind: 'webhook' as const, event }, causedBy: 'u', listedAt: 1 };
      const delivery = newDelivery(listed, { kinds, schedules: schedulesWith([0]) }, Date.now());
      return asWaiting({ ...delivery, orderKey: `${serviceId}/u`, orderSeq: version });
    });
    for (const delivery of made)
      await deliveries.write({ document: { ...delivery, version: 1 }, events: [] });
    const due: string[] = [];
    const order = createOrder({ deliveries, dueAt: (queue) => due.push(queue), now: Date.now });
    await order.repair();
    await order.repair();
    const stored = await Promise.all(made.map(({ _id }) => deliveries.get(_id)));
    expect(stored.map((each) => each?.headKey !== undefined)).toEqual([true, false]);
    expect(due).toEqual([`webhook/${serviceId}`]);
  } finally {
    await notifier.close();
  }
});
