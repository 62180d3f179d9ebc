import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { callbackSettings, SERVICE } from '../testing/callback-setting.ts';
import { acceptedEvent, type RunningNotifier, serviceEvent } from '../testing/running-notifier.ts';

const { running } = callbackSettings();
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
      attempts: [{ at: expect.any(String), status: 204, durationMs: expect.any(Number) }],
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
