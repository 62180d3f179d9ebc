import { newId } from '@gatehouse/runtime';
import { tapped } from '../tap/tapped.store.ts';
import { hear, listeningServices, polledAt, userUpdated } from '../testing/listening-service.ts';
import { serviceEvent } from '../testing/notifier-events.ts';

const begin = listeningServices();

test('who was away for more than 60 s, or has a cursor older than an hour, begins again', async () => {
  const service = await begin();
  const { next } = await service.listen();
  service.later(30_000);
  const { next: kept } = await service.listen({ after: next, wait: '0' });
  service.later(70_000);
  await service.tell(userUpdated());
  expect(await service.statusOf({ after: kept, wait: '0' })).toBe(410);
  const { next: again } = await service.listen();
  expect(await service.statusOf({ after: kept, wait: '0' })).toBe(410);
  await service.tell(userUpdated());
  const heard = await hear(service, { next: again, count: 1 });
  expect(heard.messages).toHaveLength(1);
  let { next: newest } = heard;
  // Real time passes as well, and more of it on a busy machine.
  for (let minutes = 0; minutes < 61; minutes += 0.5) {
    service.later(30_000);
    ({ next: newest } = await service.listen({ after: newest, wait: '0' }));
  }
  expect(await service.statusOf({ after: again, wait: '0' })).toBe(410);
});

test('positions go on where all messages were deleted', async () => {
  const service = await begin();
  const first = await service.listen();
  await service.tell(userUpdated(), userUpdated());
  let { next } = await hear(service, { next: first.next, count: 2 });
  ({ next } = await service.listen({ after: next, wait: '0' }));
  const collection = service.notifier.store.collection(tapped);
  const old = await collection.find({ where: { serviceId: service.id }, limit: 10 });
  await collection.purge(old.map(({ _id }) => _id));
  await service.tell(userUpdated());
  expect((await hear(service, { next, count: 1 })).messages).toHaveLength(1);
});

test.each([
  ['a wait of more than 25 s', { wait: '26' }],
  ['a negative wait', { wait: '-1' }],
  ['a wait of parts of seconds', { wait: '1.5' }],
  ['a wait that is no number', { wait: 'x' }],
  ['an unknown event', { events: 'user.updated,user.exploded' }],
  ['an empty name among events', { events: 'user.updated,' }],
  ['no cursor', { after: 'abc' }],
])('%s is refused, and nobody listens', async (_name, query) => {
  const service = await begin();
  expect(await service.statusOf(query as Record<string, string>)).toBe(400);
  expect(await polledAt(service)).toBe(0);
});

test('a cursor is the service’s alone, and none can be made from it', async () => {
  const service = await begin();
  const { notifier } = service;
  const other = newId();
  await notifier.publish(serviceEvent(notifier, { id: other, clientId: 'other', secrets: ['c2VjcmV0'] }));
  const { next } = await service.listen();
  const operator = { kind: 'operator' as const };
  const at = (id: string, after: string) =>
    notifier.call(operator, 'GET', `/services/${id}/listen?wait=0&after=${encodeURIComponent(after)}`);
  expect((await at(other, next)).status).toBe(400);
  for (const changed of [next.slice(0, -2), `${next}AA`, `${next}.`, `${next}=`, next.toUpperCase()]) {
    expect((await at(service.id, changed)).status).toBe(400);
  }
  expect((await at('meals', next)).status).toBe(200);
});

test('another client is refused, an unknown service is not found, and nobody listens', async () => {
  const service = await begin();
  const stranger = { kind: 'client' as const, serviceId: newId(), clientId: 'other' };
  expect(await service.statusOf({}, stranger)).toBe(403);
  expect(await service.statusOf({}, { kind: 'public' })).toBe(403);
  const { notifier, client } = service;
  expect((await notifier.call(client, 'GET', `/services/${newId()}/listen`)).status).toBe(404);
  expect((await fetch(`${notifier.app.url}/services/${service.id}/listen`)).status).toBe(401);
  expect(await polledAt(service)).toBe(0);
});
