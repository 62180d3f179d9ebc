import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { HOOKS, updated, webhookSettings } from '../testing/webhook-setting.ts';

const begin = webhookSettings();

describe('a webhook is disabled', () => {
  test('by an answer 410: what is pending ends, the operator is told once, and it is enabled again', async () => {
    const { notifier, receiver, service, put, tell, bodies, deliveries, pendingIs, shown, redeliver } =
      await begin({ OPERATOR_EMAIL: 'operator@example.org' });
    await put();
    receiver.answer(HOOKS, 500, 410);
    await tell(updated(newId(), 'email'));
    await receiver.waitFor(HOOKS);
    await eventually(async () => expect((await shown()).failingSince).not.toBeNull());
    await tell(updated(newId(), 'email'));
    await receiver.waitFor(HOOKS, 2);
    await eventually(async () => expect(await shown()).toMatchObject({ disabledReason: 'gone' }));
    await pendingIs(0);
    const ended = await deliveries();
    expect(JSON.stringify(ended.map(({ attempts }) => attempts))).toContain('webhook disabled');
    const mail = await eventually(async () => {
      const { body } = await notifier.request('/mailbox/messages');
      expect(body).toHaveLength(1);
      return body as { to: string; text: string }[];
    });
    expect(mail[0]).toMatchObject({ to: 'operator@example.org' });
    expect(mail[0]?.text).toContain('School Meals');
    const { disabledAt } = await shown();
    expect((await redeliver(ended[0])).status).toBe(409);

    receiver.answer(HOOKS, 204);
    await tell(updated(newId(), 'email'));
    expect((await put()).body).toMatchObject({ status: 'enabled', disabledReason: null, failingSince: null });
    await tell(updated(newId(), 'given_name'));
    await receiver.waitFor(HOOKS, 4);
    expect(bodies().slice(2)).toMatchObject([
      { type: 'webhook.enabled', data: { serviceId: service, missedSince: disabledAt } },
      { type: 'user.updated', data: { changed: ['given_name'] } },
    ]);
  });

  test('once it has failed for too long', async () => {
    const { receiver, put, tell, shown } = await begin({
      DELIVERY_SCHEDULE: [0, 0.05],
      WEBHOOK_DISABLE_DAYS: 1e-9,
    });
    await put();
    receiver.answer(HOOKS, 500);
    await tell(updated(newId(), 'email'));
    await eventually(async () =>
      expect(await shown()).toMatchObject({ status: 'disabled', disabledReason: 'failing' }),
    );
  });

  test('and is not while it has not failed for long', async () => {
    const { receiver, put, tell, deliveries, shown } = await begin({ DELIVERY_SCHEDULE: [0, 0.05] });
    await put();
    receiver.answer(HOOKS, 500);
    await tell(updated(newId(), 'email'));
    await eventually(async () => expect(await deliveries()).toMatchObject([{ status: 'failed' }]));
    expect(await shown()).toMatchObject({ status: 'enabled', failingSince: expect.any(String) });
  });
});

test('a disabled service is told nothing, and enabled again it is as a webhook enabled again', async () => {
  const { receiver, put, publishService, tell, types, deliveries } = await begin();
  await put();
  await publishService(0);
  await eventually(async () => {
    await tell(updated(newId(), 'email'));
    const before = receiver.at(HOOKS).length;
    await tell(updated(newId(), 'email'));
    await eventually(async () => expect(await deliveries()).toBeDefined());
    expect(receiver.at(HOOKS)).toHaveLength(before);
  });
  const silent = receiver.at(HOOKS).length;
  await publishService(1);
  await receiver.waitFor(HOOKS, silent + 1);
  expect(types()[silent]).toBe('webhook.enabled');
});
