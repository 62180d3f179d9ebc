import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { Webhook } from 'standardwebhooks';
import { tapped } from '../tap/tapped.store.ts';
import {
  hear,
  type ListeningService,
  listeningServices,
  polledAt,
  userRemoved,
  userUpdated,
} from '../testing/listening-service.ts';
import { acceptedEvent, serviceEvent } from '../testing/notifier-events.ts';

const begin = listeningServices();
const typesOf = ({ messages }: { messages: { event: string | null; kind: string }[] }) =>
  messages.map(({ event, kind }) => event ?? kind);

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
  const polls = await polledAt(service);
  const waiting = service.listen({ after: next, wait: '25' });
  await eventually(async () => expect(await polledAt(service)).toBeGreaterThan(polls));
  const stopping = performance.now();
  const closed = service.notifier.stop();
  expect((await waiting).messages).toEqual([]);
  expect(performance.now() - stopping).toBeLessThan(15_000);
  await closed;
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
