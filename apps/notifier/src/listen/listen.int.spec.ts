import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { Webhook } from 'standardwebhooks';
import { listeners } from '../tap/listeners.store.ts';
import { tapped } from '../tap/tapped.store.ts';
import {
  type ListeningService,
  listeningServices,
  userRemoved,
  userUpdated,
} from '../testing/listening-service.ts';
import { acceptedEvent, serviceEvent } from '../testing/running-notifier.ts';

const begin = listeningServices();
const typesOf = ({ messages }: { messages: { event: string | null; kind: string }[] }) =>
  messages.map(({ event, kind }) => event ?? kind);

/** Polls until so many messages have come. */
async function hear(
  service: ListeningService,
  { next, count, ...query }: { next: string; count: number; events?: string },
) {
  const messages = [];
  let after = next;
  while (messages.length < count) {
    const heard = await service.listen({ after, ...query });
    messages.push(...heard.messages);
    after = heard.next;
  }
  return { messages, next: after };
}

const deliveriesOf = async ({ notifier, id }: ListeningService) =>
  (await notifier.request(`/manage/deliveries?serviceId=${id}`)).body as { numberOfRecords: number };

test('an event comes as the webhook gets it, while the webhook gets it too', async () => {
  const service = await begin();
  await service.putWebhook();
  const { messages: none, next } = await service.listen();
  expect(none).toEqual([]);
  const event = userUpdated();
  await service.tell(event);
  const { messages } = await hear(service, { next, count: 1 });
  const [request] = await service.receiver.waitFor('/hooks');
  const [message] = messages;
  expect(message).toMatchObject({
    id: request?.headers['webhook-id'],
    kind: 'webhook',
    event: 'user.updated',
    url: `${service.receiver.url}/hooks`,
    body: request?.body,
  });
  const { headers = {}, body = '' } = message ?? {};
  for (const secret of service.secrets) {
    expect(new Webhook(`whsec_${secret}`).verify(body, headers)).toEqual(event);
  }
  expect(Object.keys(headers)).toEqual(
    expect.arrayContaining(['content-type', 'user-agent', 'x-correlation-id']),
  );
  expect(headers).not.toHaveProperty('authorization');
  for (const secret of service.secrets) expect(JSON.stringify(messages)).not.toContain(secret);
});

test('a callback comes with its token, a test as well, each in order', async () => {
  const service = await begin();
  await service.putWebhook({ events: ['user.removed'] });
  const { next } = await service.listen({ events: 'user.removed' });
  const { event, deliveryId } = acceptedEvent(service.id, {
    url: `${service.receiver.url}/called`,
    to: 'a@b.uk',
  });
  await service.notifier.publish(event);
  const first = await hear(service, { next, count: 1, events: 'user.removed' });
  const test = `/services/${service.id}/webhook/test`;
  await service.notifier.call(service.client, 'POST', test, { type: 'grant.changed' });
  await service.notifier.call(service.client, 'POST', test);
  const { messages } = await hear(service, { next: first.next, count: 2, events: 'user.removed' });
  expect(typesOf(first)).toEqual(['callback']);
  expect(typesOf({ messages })).toEqual(['grant.changed', 'webhook.test']);
  const [request] = await service.receiver.waitFor('/called');
  const [callback] = first.messages;
  expect(callback).toMatchObject({ id: deliveryId, event: null, url: `${service.receiver.url}/called` });
  expect(callback?.body).toBe(request?.body);
  expect(Object.keys(callback?.headers ?? {}).sort()).toEqual([
    'authorization',
    'content-type',
    'user-agent',
    'webhook-id',
    'webhook-signature',
    'webhook-timestamp',
    'x-correlation-id',
  ]);
  const token = callback?.headers.authorization?.replace('Bearer ', '') ?? '';
  expect(jwt.verify(token, service.secrets[0] ?? '')).toMatchObject({ aud: 'meals', jti: deliveryId });
});

test('what the webhook does not get is made for listeners alone, as each wants it', async () => {
  const service = await begin();
  const { next } = await service.listen();
  const { next: ofRemovals } = await service.listen({ events: 'user.removed' });
  await service.tell(userUpdated());
  const first = await hear(service, { next, count: 1 });
  expect(first.messages).toMatchObject([{ event: 'user.updated', url: null }]);

  await service.putWebhook({ events: ['user.removed'], status: 'disabled' });
  await service.tell(userUpdated(), userRemoved());
  const removals = await hear(service, { next: ofRemovals, count: 1, events: 'user.removed' });
  expect(removals.messages).toMatchObject([{ event: 'user.removed', url: `${service.receiver.url}/hooks` }]);
  const asWebhook = await hear(service, { next: first.next, count: 1 });
  expect(typesOf(asWebhook)).toEqual(['user.removed']);
  expect(await deliveriesOf(service)).toMatchObject({ numberOfRecords: 0 });
  expect(service.receiver.at('/hooks')).toEqual([]);
});

test('a disabled service’s listeners are made no events, nor is anybody’s of another service', async () => {
  const service = await begin();
  const { id, notifier, secrets } = service;
  await notifier.publish(serviceEvent(notifier, { id, clientId: 'meals', secrets, status: 0 }));
  const other = newId();
  await notifier.publish(serviceEvent(notifier, { id: other, clientId: 'other', secrets: ['c2VjcmV0'] }));
  const { next } = await service.listen();
  await service.tell(userUpdated());
  const calls = [other, id].map((each) => acceptedEvent(each, { url: `${service.receiver.url}/called` }));
  for (const { event } of calls) await notifier.publish(event);
  const { messages } = await hear(service, { next, count: 1 });
  expect(messages.map((each) => each.id)).toEqual([calls[1]?.deliveryId]);
});

test('each of two listeners gets everything, at most 100 at a time, none twice', async () => {
  const service = await begin();
  const { next } = await service.listen();
  const { next: others } = await service.listen();
  const events = Array.from({ length: 130 }, () => userUpdated());
  await service.tell(...events);
  const heard = await hear(service, { next, count: 130 });
  await eventually(async () => {
    const first = await service.listen({ after: others, wait: '0' });
    expect(first.messages).toHaveLength(100);
    const second = await service.listen({ after: first.next, wait: '0' });
    const both = [...first.messages, ...second.messages].map(({ id }) => id);
    expect(both).toEqual(heard.messages.map(({ id }) => id));
    expect(new Set(both).size).toBe(130);
    expect((await service.listen({ after: second.next, wait: '0' })).messages).toEqual([]);
  });
});

test('a poll waits for the next message, also for one that another instance makes', async () => {
  const service = await begin();
  const { next } = await service.listen();
  const waiting = service.listen({ after: next });
  await service.tell(userUpdated());
  const first = await waiting;
  expect(first.messages).toHaveLength(1);
  // The messages of others appear in the store alone.
  const collection = service.notifier.store.collection(tapped);
  const [document] = await collection.find({ where: { serviceId: service.id }, limit: 1 });
  const elsewhere = service.listen({ after: first.next });
  if (document === undefined) throw new Error('nothing was tapped');
  const _id = newId();
  await collection.write({ document: { ...document, _id, position: document.position + 1 }, events: [] });
  expect((await elsewhere).messages).toHaveLength(1);
});

test('a poll that finds nothing is over once its time is, or at once as the process drains', async () => {
  const service = await begin();
  const { next } = await service.listen();
  const began = performance.now();
  expect((await service.listen({ after: next, wait: '1' })).messages).toEqual([]);
  expect(performance.now() - began).toBeGreaterThan(900);
  const polls = await polledSince(service);
  const waiting = service.listen({ after: next, wait: '25' });
  await eventually(async () => expect(await polledSince(service)).toBeGreaterThan(polls));
  const stopping = performance.now();
  const closed = service.notifier.stop();
  expect((await waiting).messages).toEqual([]);
  expect(performance.now() - stopping).toBeLessThan(15_000);
  await closed;
});

async function polledSince({ notifier, id }: ListeningService) {
  return (await notifier.store.collection(listeners).get(id))?.polledAt ?? 0;
}

test('who was away for more than 60 s, or has a cursor older than an hour, begins again', async () => {
  const service = await begin();
  const { next } = await service.listen();
  service.later(59_000);
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
  for (let minutes = 0; minutes < 61; minutes++) {
    service.later(59_500);
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

test('a repeated event is heard once', async () => {
  const service = await begin();
  const { next } = await service.listen();
  const repeated = acceptedEvent(service.id, { url: `${service.receiver.url}/called` });
  await service.notifier.publish(repeated.event, repeated.event);
  const last = acceptedEvent(service.id, { url: `${service.receiver.url}/last` });
  await service.notifier.publish(last.event);
  const { messages } = await hear(service, { next, count: 2 });
  expect(messages.map(({ id }) => id)).toEqual([repeated.deliveryId, last.deliveryId]);
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
  expect(await polledSince(service)).toBe(0);
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
  expect(await polledSince(service)).toBe(0);
});
