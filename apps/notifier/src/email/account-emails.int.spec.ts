import { buildEvent, emailOf } from '@gatehouse/contracts';
import { user } from '@gatehouse/contracts/testing';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { userEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';

const origin = { correlationId: 'correlation-1', actor: 'operator' };
const at = new Date().toISOString();
let notifier: RunningNotifier;
beforeAll(async () => {
  notifier = await runNotifier({ EMAIL_URL: 'mailbox:' });
});
afterAll(() => notifier.close());

const received = async (to: string) =>
  (await notifier.request(`/mailbox/messages?to=${to}`, 'GET', 'public')).body as { subject: string }[];
const receivedOne = (to: string) =>
  eventually(async () => {
    const messages = await received(to);
    expect(messages).toHaveLength(1);
    return messages[0]?.subject;
  });

async function knownUser(email: string): Promise<{ id: string; version: number }> {
  const [id, version] = [newId(), Date.now()];
  await notifier.publish(userEvent(user(id, { email }), version));
  return { id, version };
}

test('a user is told of an account elsewhere that signs them in', async () => {
  const { id, version: userVersion } = await knownUser('linked@example.org');
  const data = { providerName: 'Hill Academies', at };
  const recipient = { userId: id, userVersion };
  const about = { id: newId(), at, correlationId: 'correlation-1' };
  const state = {
    ...{ id: newId(), kind: 'identity' as const, status: 'linked' as const, userId: id },
    ...{ providerId: newId(), issuer: 'https://id.example.org', subject: 'a-1' },
    ...{ linkedBy: 'email' as const, createdAt: at },
    messages: [emailOf('identity-linked', { ...about, recipient, data })],
  };
  const event = buildEvent('gatehouse.signin.identity.v1', { version: 1, state }, origin, Date.now());
  await notifier.publish(event);
  await notifier.publish(event);
  expect(await receivedOne('linked@example.org')).toContain('Hill Academies');
});

test('of a changed address both are told, however often it is published', async () => {
  const { id: userId, version: userVersion } = await knownUser('new@example.org');
  const email = (address: 'old' | 'new') =>
    emailOf('address-changed', {
      ...{ id: newId(), at, correlationId: 'correlation-1' },
      recipient: address === 'old' ? { address: 'old@example.org' } : { userId, userVersion },
      data: { address, at },
    });
  const state = { id: `${userId}/${userVersion}`, userId, messages: [email('old'), email('new')] };
  const entity = { version: userVersion, state };
  const event = buildEvent('gatehouse.directory.address-change.v1', entity, origin, Date.now());
  await notifier.publish(event);
  await notifier.publish(event);
  for (const to of ['old@example.org', 'new@example.org']) {
    expect(await receivedOne(to)).toBe('The email address of your account has been changed');
  }
});

test('a person is told once what came of their request for access', async () => {
  const { id: userId, version: userVersion } = await knownUser('asked@example.org');
  const decision = {
    decision: 'reject',
    reason: 'We do not know you.',
    by: newId(),
    as: 'approver',
    at,
  } as const;
  const data = { organisationName: 'Hill School', outcome: 'rejected', reason: decision.reason } as const;
  const about = { id: newId(), at, correlationId: 'correlation-1', recipient: { userId, userVersion } };
  const state = {
    ...{ id: newId(), userId, userVersion, organisationId: newId(), membership: true, roles: [] },
    ...{ status: 'rejected' as const, decision, correlationId: 'correlation-1' },
    ...{
      createdAt: at,
      updatedAt: at,
      expiresAt: at,
      messages: [emailOf('access-request', { ...about, data })],
    },
  };
  const event = buildEvent('gatehouse.access.request.v1', { version: 1, state }, origin, Date.now());
  await notifier.publish(event);
  await notifier.publish(event);
  expect(await receivedOne('asked@example.org')).toBe('Your request for Hill School was not approved');
});
