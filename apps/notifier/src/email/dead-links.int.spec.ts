import type { AcceptedRegistration, OpenRegistration, RegistrationState } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { deliveries } from '../delivery/deliveries.store.ts';
import { openRegistrationEvent, registrationEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';

/** Nobody listens there, and nothing is tried twice. */
const MAIL_AWAY = { EMAIL_URL: 'smtp://127.0.0.1:1', DELIVERY_SCHEDULE: [0] };
const MAIL_BACK = { EMAIL_URL: 'mailbox:' };

let notifier: RunningNotifier;
afterEach(() => notifier.close());

const facts = () => ({ id: newId(), serviceId: newId(), to: 'jane@example.org' });

function delivery(id: string, status: string): Promise<{ attempts: { error?: string }[] }> {
  return eventually(async () => {
    const { body } = await notifier.request(`/manage/deliveries/${id}`);
    expect(body).toMatchObject({ status });
    return body as { attempts: { error?: string }[] };
  });
}

const redeliver = async (id: string) =>
  (await notifier.request(`/manage/deliveries/${id}/redeliver`, 'POST')).status;

async function keepsLink(id: string): Promise<boolean> {
  const kept = await notifier.store.collection(deliveries).get(id);
  if (kept === undefined) throw new Error('no such delivery');
  return JSON.stringify(kept).includes('"sealed"');
}

const sent = async () => (await notifier.request('/mailbox/messages')).body as { id: string }[];

type Ended = Exclude<RegistrationState['status'], 'open'>;

function endedAs(status: Ended, { messages: _, ...open }: OpenRegistration): RegistrationState {
  if (status !== 'accepted') return { ...open, status };
  const accepted: AcceptedRegistration = {
    ...{ ...open, status, userId: newId(), shown: [] },
    ...{ correlationId: 'correlation-1', acceptedAt: open.updatedAt },
  };
  return accepted;
}

test.each<Ended>(['revoked', 'superseded', 'expired', 'accepted'])(
  'an email that failed loses its link when its registration is %s, and is not sent again',
  async (status) => {
    notifier = await runNotifier(MAIL_AWAY);
    const { event, emailId, state } = openRegistrationEvent(notifier, facts());
    await notifier.publish(event);
    const failed = await delivery(emailId, 'failed');
    expect(await keepsLink(emailId)).toBe(true);
    await notifier.publish(registrationEvent(endedAs(status, state)));
    await eventually(async () => expect(await keepsLink(emailId)).toBe(false));
    expect((await delivery(emailId, 'failed')).attempts).toEqual(failed.attempts);
    await notifier.restart(MAIL_BACK);
    expect(await redeliver(emailId)).toBe(409);
    expect(await sent()).toEqual([]);
  },
);

test('an email that failed loses its link to the one of a later generation, which is sent', async () => {
  notifier = await runNotifier(MAIL_AWAY);
  const registration = facts();
  const first = openRegistrationEvent(notifier, registration);
  await notifier.publish(first.event);
  await delivery(first.emailId, 'failed');
  await notifier.restart(MAIL_BACK);
  const second = openRegistrationEvent(notifier, { ...registration, generation: 2 });
  await notifier.publish(second.event);
  await delivery(second.emailId, 'delivered');
  expect(await keepsLink(first.emailId)).toBe(false);
  expect(await redeliver(first.emailId)).toBe(409);
  expect(await sent()).toMatchObject([{ id: second.emailId }]);
});

test('an email that failed is sent again while its link works', async () => {
  notifier = await runNotifier(MAIL_AWAY);
  const { event, emailId } = openRegistrationEvent(notifier, facts());
  await notifier.publish(event);
  await delivery(emailId, 'failed');
  await notifier.restart(MAIL_BACK);
  expect(await redeliver(emailId)).toBe(202);
  await delivery(emailId, 'delivered');
  expect(await sent()).toMatchObject([{ id: emailId }]);
});

test('an email whose link has run out by its turn is not sent, and keeps no link', async () => {
  notifier = await runNotifier();
  const expiresAt = new Date(Date.now() - 1).toISOString();
  const { event, emailId } = openRegistrationEvent(notifier, { ...facts(), expiresAt });
  await notifier.publish(event);
  expect((await delivery(emailId, 'failed')).attempts).toMatchObject([{ error: 'expired' }]);
  expect(await keepsLink(emailId)).toBe(false);
  expect(await redeliver(emailId)).toBe(409);
  expect(await sent()).toEqual([]);
});
