import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { callbackSettings, SERVICE } from '../testing/callback-setting.ts';
import { acceptedEvent, serviceEvent } from '../testing/notifier-events.ts';
import type { RunningNotifier } from '../testing/running-notifier.ts';
import { type Deliveries, type DeliveryDocument, deliveries } from './deliveries.store.ts';
import { redelivererOfMany } from './redeliver-many.ts';

const { running } = callbackSettings();
const THOSE = Array.from({ length: 130 }, (_, n) => `D${n}`);
const LIST = `/services/${SERVICE}/deliveries`;

interface Listed {
  deliveries: { id: string; status: string; attempts: unknown[] }[];
  numberOfRecords: number;
}

async function list(notifier: RunningNotifier, path = LIST): Promise<Listed> {
  const { status, body } = await notifier.request(path);
  expect(status).toBe(200);
  return body as Listed;
}

/** A service's callback that was delivered; beside it an email of the service, and another service's callback. */
async function delivered() {
  const { receiver, notifier } = await running();
  const other = newId();
  await notifier.publish(serviceEvent(notifier, { id: other, clientId: 'other', secrets: ['c2VjcmV0'] }));
  const own = acceptedEvent(SERVICE, { url: `${receiver.url}/own`, to: 'ann@example.org' });
  const others = acceptedEvent(other, { url: `${receiver.url}/other` });
  await notifier.publish(own.event, others.event);
  await eventually(async () => {
    const { numberOfRecords } = await list(notifier, '/manage/deliveries?status=delivered');
    expect(numberOfRecords).toBe(3);
  });
  return { receiver, notifier, own, others };
}

test('a service sees its callbacks with their attempts, no email and nothing of another service', async () => {
  const { receiver, notifier, own, others } = await delivered();
  const { deliveries } = await list(notifier);
  expect(deliveries).toEqual([
    {
      id: own.deliveryId,
      kind: 'callback',
      serviceId: SERVICE,
      url: `${receiver.url}/own`,
      status: 'delivered',
      createdAt: expect.any(String),
      nextAttemptAt: null,
      attempts: [{ at: expect.any(String), status: 204, error: null, durationMs: expect.any(Number) }],
      invitationId: own.event.key,
      event: null,
      data: null,
    },
  ]);
  expect((await notifier.request(`${LIST}/${own.deliveryId}`)).body).toEqual(deliveries[0]);
  for (const id of [own.emailId, others.deliveryId, newId(), 'nothing']) {
    expect((await notifier.request(`${LIST}/${id}`)).status).toBe(404);
    expect((await notifier.request(`${LIST}/${id}/redeliver`, 'POST')).status).toBe(404);
  }
  expect(await list(notifier, `/services/${SERVICE}/webhook/deliveries`)).toMatchObject({
    numberOfRecords: 0,
  });
  const below = `/services/${SERVICE}/webhook/deliveries/${own.deliveryId}`;
  expect((await notifier.request(below)).status).toBe(404);
  expect((await notifier.request(`/services/${newId()}/deliveries`)).status).toBe(404);
});

test('they are narrowed by status, kind and time; faults are 400', async () => {
  const { notifier } = await delivered();
  const soon = new Date(Date.now() + 60_000).toISOString();
  const counts: [query: string, count: number][] = [
    ['status=delivered', 1],
    ['status=pending', 0],
    ['kind=callback', 1],
    ['kind=webhook', 0],
    ['since=2026-01-01', 1],
    [`since=${soon}`, 0],
    [`until=${soon}`, 1],
    ['until=2026-01-01T00:00:00Z', 0],
  ];
  for (const [query, count] of counts) {
    const { numberOfRecords } = await list(notifier, `${LIST}?${query}`);
    expect([query, numberOfRecords]).toEqual([query, count]);
  }
  expect((await list(notifier, '/manage/deliveries?kind=email')).numberOfRecords).toBe(1);
  expect((await list(notifier, `/manage/deliveries?since=${soon}`)).numberOfRecords).toBe(0);
  for (const query of ['status=lost', 'kind=email', 'kind=letter', 'since=yesterday', 'until=now']) {
    expect([query, (await notifier.request(`${LIST}?${query}`)).status]).toEqual([query, 400]);
  }
});

test('a delivered one is sent again under its id', async () => {
  const { receiver, notifier, own } = await delivered();
  const { status, body } = await notifier.request(`${LIST}/${own.deliveryId}/redeliver`, 'POST');
  expect([status, body]).toMatchObject([202, { id: own.deliveryId, status: 'pending' }]);
  await receiver.waitFor('/own', 2);
  await eventually(async () => {
    const { body: again } = await notifier.request(`${LIST}/${own.deliveryId}`);
    expect(again).toMatchObject({ status: 'delivered', attempts: [{ status: 204 }, { status: 204 }] });
  });
  expect(new Set(receiver.at('/own').map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set([own.deliveryId]),
  );
});

test('many are sent again together: those of the service that failed, of the kind, in the time', async () => {
  const { notifier, own } = await delivered();
  const done = { status: 'failed', since: '2026-01-01' };
  expect(await notifier.post(`${LIST}/redeliver`, done)).toMatchObject({
    status: 202,
    body: { redelivered: 0, more: false },
  });
  const lists = notifier.store.collection(deliveries);
  const { _id, ...failed } = (await lists.get(own.deliveryId)) as DeliveryDocument;
  const ids = Array.from({ length: 250 }, () => newId());
  for (let from = 0; from < ids.length; from += 50) {
    await lists.writeMany(
      ids.slice(from, from + 50).map((id, n) => {
        const createdAt = new Date(
          Date.parse(failed.state.createdAt) + (from >= 100 ? from + n : 0),
        ).toISOString();
        const state = { ...failed.state, id, status: 'failed' as const, createdAt };
        return { document: { ...failed, _id: id, state }, events: [] };
      }),
    );
  }
  const bad = [
    {},
    { status: 'failed' },
    { status: 'delivered', since: '2026-01-01' },
    { ...done, since: 'then' },
  ];
  for (const body of bad) expect((await notifier.post(`${LIST}/redeliver`, body)).status).toBe(400);
  for (const more of [{ serviceId: newId() }, { unknown: 1 }]) {
    expect((await notifier.post('/manage/deliveries/redeliver', { ...done, ...more })).status).toBe(400);
  }
  expect((await notifier.post(`/services/${newId()}/deliveries/redeliver`, done)).status).toBe(404);
  const none = await notifier.post(`${LIST}/redeliver`, { ...done, kind: 'webhook' });
  expect(none.body).toEqual({ redelivered: 0, more: false });
  expect((await list(notifier, `${LIST}?status=failed`)).numberOfRecords).toBe(250);
  const all = await notifier.post('/manage/deliveries/redeliver', { ...done, serviceId: 'MEALS' });
  expect(all).toEqual({ status: 202, body: { redelivered: 250, more: false } });
  await eventually(async () => {
    expect((await list(notifier, `${LIST}?status=delivered`)).numberOfRecords).toBe(251);
  });
});

test.each([
  ['so many at most', { most: 4 }, ['D0', 'D1', 'D2', 'D3'], { redelivered: 2, more: true }],
  ['as many as time allows', { withinMs: 0 }, THOSE.slice(0, 100), { redelivered: 98, more: true }],
  ['all otherwise', {}, THOSE, { redelivered: 128, more: false }],
])('one request takes %s', async (_what, limit, taken, answer) => {
  const made = THOSE.map((id) => ({ _id: id, state: { createdAt: '2026-01-01T00:00:00.000Z' } }));
  const again: string[] = [];
  const redeliverMany = redelivererOfMany({
    deliveries: { find: async () => made } as unknown as Deliveries,
    flush: async () => {},
    redeliver: async (id) => {
      again.push(id);
      if (id === 'D1') return 'superseded';
      return id === 'D2' ? { waitsFor: 'D0' } : ({ _id: id } as DeliveryDocument);
    },
    ...limit,
  });
  const filter = { status: 'failed' as const, since: '2026-01-01T00:00:00.000Z' };
  expect(await redeliverMany(filter, { actor: 'operator' })).toEqual(answer);
  expect(again).toEqual(taken);
});
