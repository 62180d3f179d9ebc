import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { noticeEvent } from '../testing/notifier-events.ts';
import { HOOKS, updated, webhookSettings } from '../testing/webhook-setting.ts';

const begin = webhookSettings();

describe('events', () => {
  test('of one user wait for each other and merge; other users wait for nobody', async () => {
    const { receiver, put, tell, bodies, deliveries, pendingIs, shown, redeliver } = await begin();
    await put();
    receiver.answer(HOOKS, 500, 204);
    const [user, other] = [newId(), newId()];
    await tell(updated(user, 'email'));
    await receiver.waitFor(HOOKS);
    await eventually(async () => expect((await shown()).failingSince).not.toBeNull());
    await tell(updated(user, 'given_name'), updated(user, 'family_name'));
    await eventually(async () => {
      expect((await deliveries()).filter(({ status }) => status === 'superseded')).toHaveLength(1);
    });
    const waiting = await pendingIs(2);
    const [last] = waiting;
    const refused = await redeliver(last);
    expect(refused).toMatchObject({ status: 409, body: { waitsFor: waiting[1]?.id } });
    expect(receiver.at(HOOKS)).toHaveLength(1);

    await tell(updated(other, 'email'));
    await receiver.waitFor(HOOKS, 4);
    await pendingIs(0);
    expect(await shown()).toMatchObject({ failingSince: null });
    const ofUser = bodies().filter(({ data }) => 'userId' in data && data.userId === user);
    expect(ofUser.map(({ data }) => 'changed' in data && data.changed)).toEqual([
      ['email'],
      ['email'],
      ['family_name', 'given_name'],
    ]);
    expect((await deliveries()).map(({ status }) => status).sort()).toEqual([
      ...['delivered', 'delivered', 'delivered', 'superseded'],
    ]);
  });

  test('go to the address that the webhook has at the attempt', async () => {
    const { receiver, put, tell, deliveries, pendingIs, redeliver } = await begin();
    await put();
    receiver.answer(HOOKS, 500);
    await tell(updated(newId(), 'email'));
    await receiver.waitFor(HOOKS);
    const [waiting] = await pendingIs(1);
    await put({ url: `${receiver.url}/mended` });
    expect((await redeliver(waiting)).status).toBe(202);
    await receiver.waitFor('/mended');
    await pendingIs(0);
    expect(await deliveries()).toMatchObject([{ url: `${receiver.url}/mended`, status: 'delivered' }]);
  });

  test('about several organisations that one message holds are sent each, under an id of its own', async () => {
    const { notifier, receiver, service, put, bodies, deliveries, pendingIs } = await begin();
    await put();
    const [userId, ...organisationIds] = [newId(), newId(), newId(), newId()];
    const timestamp = new Date().toISOString();
    const data = { userId, organisationId: organisationIds[0] ?? '', version: 1 };
    const also = organisationIds.slice(1).map((organisationId) => ({ id: newId(), organisationId }));
    await notifier.publish(noticeEvent([service], { type: 'membership.removed', timestamp, data }, also));
    await receiver.waitFor(HOOKS, 3);
    await pendingIs(0);
    expect(bodies().map((event) => event.data)).toEqual(
      organisationIds.map((organisationId) => ({ ...data, organisationId })),
    );
    expect(await deliveries()).toHaveLength(3);
  });

  test('that come again are one delivery', async () => {
    const { notifier, receiver, service, put, tell, deliveries, pendingIs } = await begin();
    await put();
    const event = noticeEvent([service], updated(newId(), 'email'));
    await notifier.publish(event, event);
    await tell(updated(newId(), 'email'));
    await receiver.waitFor(HOOKS, 2);
    await pendingIs(0);
    expect(await deliveries()).toHaveLength(2);
  });
});

test('webhook.enabled goes first, whatever else comes meanwhile', async () => {
  const { receiver, put, tell, types, pendingIs, redeliver } = await begin();
  await put({ status: 'disabled' });
  receiver.answer(HOOKS, 500, 204);
  await put();
  await receiver.waitFor(HOOKS);
  await tell(updated(newId(), 'email'), updated(newId(), 'email'));
  const pending = await pendingIs(3);
  const gate = pending.find(({ event }) => event === 'webhook.enabled') ?? pending.at(-1);
  expect((await redeliver(gate)).status).toBe(202);
  await receiver.waitFor(HOOKS, 4);
  expect(types()).toEqual(['webhook.enabled', 'webhook.enabled', 'user.updated', 'user.updated']);
});

test('what waits is sent after a restart', async () => {
  const { notifier, receiver, put, tell, pendingIs, redeliver } = await begin();
  await put();
  receiver.answer(HOOKS, 500, 204);
  const user = newId();
  await tell(updated(user, 'email'));
  await receiver.waitFor(HOOKS);
  await tell(updated(user, 'given_name'));
  await pendingIs(2);
  await notifier.restart({ DELIVERY_SCHEDULE: [0, 0.05, 0.05] });
  const pending = await pendingIs(2);
  expect((await redeliver(pending[1])).status).toBe(202);
  await receiver.waitFor(HOOKS, 3);
  await pendingIs(0);
});
