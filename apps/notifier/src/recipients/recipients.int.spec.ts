import { emailOf, type PresentUser, type UserState } from '@gatehouse/contracts';
import { membership, user } from '@gatehouse/contracts/testing';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { deliveries } from '../delivery/deliveries.store.ts';
import { listingEvent, userEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';
import { recipientsCollection } from './recipients.store.ts';

const SERVICE = newId();
const PATH = '/manage/read-models/notifier-recipients';
/** Nobody listens there. */
const MAIL_AWAY = { EMAIL_URL: 'smtp://127.0.0.1:1' };
const MAIL_BACK = { EMAIL_URL: 'mailbox:' };

let notifier: RunningNotifier;
/** Of directory's users, across all of them. */
let version = Date.now();
beforeEach(async () => {
  notifier = await runNotifier(
    { DELIVERY_SCHEDULE: [0, ...Array.from({ length: 40 }, () => 0.1)] },
    { pace: { lookMs: 20, staleMs: 150, settleMs: 300 } },
  );
});
afterEach(() => notifier.close());

async function changed(state: UserState): Promise<number> {
  await notifier.publish(userEvent(state, ++version));
  return version;
}

/** Has an email to a user sent, as the user was at a version. */
async function emailTo(userId: string, userVersion: number): Promise<string> {
  const id = newId();
  const about = { id, at: new Date().toISOString(), correlationId: 'correlation-1', serviceId: SERVICE };
  const data = { givenName: 'Ann', serviceName: 'School Meals' };
  const email = emailOf('informing', { ...about, recipient: { userId, userVersion }, data });
  await notifier.publish(listingEvent(SERVICE, [email]));
  return id;
}

interface Shown {
  to?: string;
  attempts: { error?: string }[];
}

function delivery(id: string, status: string): Promise<Shown> {
  return eventually(async () => {
    const { body } = await notifier.request(`/manage/deliveries/${id}`);
    expect(body).toMatchObject({ status });
    return body as Shown;
  });
}

/** An attempt at it was made, and it waits for the next. */
const attempted = (id: string) =>
  eventually(async () => expect((await delivery(id, 'pending')).attempts).not.toEqual([]));

const sentTo = async (to: string) =>
  (await notifier.request(`/mailbox/messages?to=${to}`, 'GET', 'public')).body as { text: string }[];

/** The projection of a user, once it is there. */
function projected(id: string) {
  return eventually(async () => {
    const { generation } = (await notifier.request(PATH)).body as { generation: string };
    const name = generation.replace('recipients-1', recipientsCollection.name);
    const collection = await notifier.store.add({ ...recipientsCollection, name });
    const found = await collection.get(id);
    if (found === undefined) throw new Error('it is not there yet');
    return found;
  });
}

const removed = ({ id }: PresentUser): UserState => ({
  ...{ id, state: 'removed', answered: [], removedAt: new Date().toISOString() },
});

test('an email goes to the address, and in the language, that the user has when it goes out', async () => {
  const ann = user(newId(), { email: 'before@example.org' });
  await notifier.restart(MAIL_AWAY);
  const id = await emailTo(ann.id, await changed(ann));
  await attempted(id);
  expect(await delivery(id, 'pending')).toMatchObject({ to: 'before@example.org' });
  await changed({ ...ann, email: 'after@example.org', language: 'cy' });
  await notifier.restart(MAIL_BACK);
  expect(await delivery(id, 'delivered')).toMatchObject({ to: 'after@example.org' });
  expect(await sentTo('before@example.org')).toEqual([]);
  expect((await sentTo('after@example.org'))[0]?.text).toContain('yr e-bost hwn');
});

test('a person who was removed meanwhile gets nothing: recipient removed', async () => {
  const ann = user(newId(), { email: 'gone@example.org' });
  await notifier.restart(MAIL_AWAY);
  const id = await emailTo(ann.id, await changed(ann));
  await attempted(id);
  await changed(removed(ann));
  await notifier.restart(MAIL_BACK);
  const { attempts, to } = await delivery(id, 'failed');
  expect(attempts.at(-1)).toMatchObject({ error: 'recipient removed' });
  expect(to).toBeUndefined();
  expect(JSON.stringify(await notifier.store.collection(deliveries).get(id))).not.toContain('gone@');
  expect(await sentTo('gone@example.org')).toEqual([]);
  expect(JSON.stringify(await projected(ann.id))).not.toContain('example.org');
});

test('the id’s next life is another person, who gets nothing that was for the one before', async () => {
  const ann = user(newId(), { email: 'first@example.org' });
  const before = await changed(ann);
  await changed(removed(ann));
  const incarnation = version + 1;
  const since = await changed({ ...ann, email: 'second@example.org', incarnation });
  const id = await emailTo(ann.id, before);
  expect((await delivery(id, 'failed')).attempts).toMatchObject([{ error: 'recipient removed' }]);
  const toTheSecond = await emailTo(ann.id, since);
  expect(await delivery(toTheSecond, 'delivered')).toMatchObject({ to: 'second@example.org' });
  expect(await sentTo('first@example.org')).toEqual([]);
});

test('an email that comes before its user waits for the user', async () => {
  const late = user(newId(), { email: 'late@example.org' });
  const id = await emailTo(late.id, version + 1);
  await eventually(async () =>
    expect((await delivery(id, 'pending')).attempts).toMatchObject([{ error: 'recipient unknown' }]),
  );
  await changed(late);
  expect(await delivery(id, 'delivered')).toMatchObject({ to: 'late@example.org' });
});

test('a change of memberships is not written, and emails at its version go out all the same', async () => {
  const ann = user(newId(), { email: 'ann@example.org' });
  await changed(ann);
  const before = await projected(ann.id);
  const after = await changed({ ...ann, memberships: [membership(newId(), 1)] });
  await delivery(await emailTo(ann.id, after), 'delivered');
  expect(await projected(ann.id)).toEqual(before);
});

test('the projection can be rebuilt from the log while emails go out', async () => {
  const ann = user(newId(), { email: 'ann@example.org' });
  const at = await changed(ann);
  await delivery(await emailTo(ann.id, at), 'delivered');
  const { status, body } = await notifier.request(`${PATH}/rebuild`, 'POST');
  expect(status).toBe(202);
  await delivery(await emailTo(ann.id, at), 'delivered');
  const { run } = (body as { rebuilding: { run: string } }).rebuilding;
  await eventually(async () =>
    expect((await notifier.request(PATH)).body).toMatchObject({ generation: `recipients-1.${run}` }),
  );
  await delivery(await emailTo(ann.id, at), 'delivered');
});

test.each([
  ['GET', PATH],
  ['POST', `${PATH}/rebuild`],
  ['DELETE', `${PATH}/rebuild`],
])('%s %s is 403 for who is not the operator, and begins nothing', async (method, path) => {
  const before = await notifier.request(PATH);
  expect((await notifier.request(path, method, 'public')).status).toBe(403);
  expect(await notifier.request(PATH)).toEqual(before);
});
