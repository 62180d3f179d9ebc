import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { acceptedEvent } from '../../testing/notifier-events.ts';
import { type NotifyServer, notifyServer } from '../../testing/notify-server.ts';
import { type RunningNotifier, runNotifier } from '../../testing/running-notifier.ts';
import { notifications } from './notifications.store.ts';

const SERVICE = newId();
const HOUR_MS = 3_600_000;
let aheadMs: number;
let server: NotifyServer;
let notifier: RunningNotifier;
const now = () => Date.now() + aheadMs;

beforeEach(async () => {
  aheadMs = 0;
  server = await notifyServer(now);
  notifier = await runNotifier({ EMAIL_URL: server.emailUrl }, { clock: { now } });
});
afterEach(async () => {
  await notifier.close();
  await server.close();
});

interface Shown {
  status: string;
  attempts: { status?: number; error?: string }[];
}

/** Has an email to this address sent; its delivery's id. */
async function email(to = 'jane@example.org'): Promise<string> {
  const { event, emailId } = acceptedEvent(SERVICE, { to });
  await notifier.publish(event);
  return emailId;
}

function delivery(id: string, status: string): Promise<Shown> {
  return eventually(async () => {
    const { body } = await notifier.request(`/manage/deliveries/${id}`);
    expect(body).toMatchObject({ status });
    return body as Shown;
  });
}

/** Lets this much time go by; whatever is due then is done at once. */
async function later(ms: number): Promise<void> {
  aheadMs += ms;
  await notifier.restart();
}

const toAsk = () => notifier.store.collection(notifications).count();

test('an email is a notification under the delivery’s id, with subject and body, and 201 is delivered', async () => {
  const id = await email();
  expect((await delivery(id, 'delivered')).attempts).toMatchObject([{ status: 201 }]);
  expect(server.sent).toHaveLength(1);
  const [{ personalisation = {}, ...sent } = {}] = server.sent;
  expect(sent).toMatchObject({
    email_address: 'jane@example.org',
    reference: id,
    email_reply_to_id: '8e222534-7f05-4972-86e3-17c5d9f894e2',
  });
  expect(Object.keys(personalisation).sort()).toEqual(['body', 'subject']);
  expect(personalisation.subject).toBe('You have been given access to School Meals');
  expect(personalisation.body).toContain('Gatehouse sent this email on behalf of School Meals.');
});

test('an address that Notify finds invalid is failed at once', async () => {
  const { attempts } = await delivery(await email('jane@school.invalid'), 'failed');
  expect(attempts).toEqual([expect.objectContaining({ status: 400, error: 'recipient refused' })]);
});

const answers = {
  badKey: { status: 403, errors: [{ error: 'AuthError', message: 'Invalid token' }] },
  noTemplate: { status: 400, errors: [{ error: 'BadRequestError', message: 'Template not found' }] },
  otherMember: {
    status: 400,
    errors: [{ error: 'ValidationError', message: 'template_id is not a valid UUID' }],
  },
  busy: { status: 429, errors: [{ error: 'RateLimitError', message: 'Exceeded rate limit' }] },
  broken: { status: 500, errors: [{ error: 'Exception', message: 'Internal server error' }] },
} as const;

test.each<[keyof typeof answers, object]>([
  ['badKey', { status: 403, error: 'request refused' }],
  ['noTemplate', { status: 400, error: 'request refused' }],
  ['otherMember', { status: 400, error: 'request refused' }],
  ['busy', { status: 429, error: 'too many requests' }],
  ['broken', { status: 500, error: 'service unavailable' }],
])('%s is tried again by the schedule', async (name, attempt) => {
  server.answer(answers[name]);
  const { attempts } = await delivery(await email(), 'delivered');
  expect(attempts).toMatchObject([attempt, { status: 201 }]);
  const metrics = await notifier.request('/metrics', 'GET', 'public');
  const [, reason] =
    /gatehouse_emails_not_taken_total\{reason="([^"]+)",app="notifier"\} 1/.exec(String(metrics.body)) ?? [];
  expect({ error: reason }).toEqual({ error: (attempt as { error: string }).error });
});

test('a connection that is cut is tried again by the schedule', async () => {
  server.answer('cut');
  const { attempts } = await delivery(await email(), 'delivered');
  expect(attempts).toMatchObject([{ error: 'connection reset' }, { status: 201 }]);
});

describe('what becomes of an accepted email is asked once, an hour later', () => {
  test.each([
    ['permanent-failure', 'permanent failure'],
    ['technical-failure', 'technical failure'],
  ])('%s makes it failed', async (status, error) => {
    const id = await email();
    await delivery(id, 'delivered');
    for (const one of server.sent) one.status = status;
    await later(HOUR_MS - 60_000);
    expect(await toAsk()).toBe(1);
    expect(server.asked).toEqual([]);
    await later(60_000);
    expect((await delivery(id, 'failed')).attempts).toMatchObject([{ status: 201 }, { error }]);
    await eventually(async () => expect(await toAsk()).toBe(0));
    expect(server.asked).toEqual([`/v2/notifications/${server.sent[0]?.id}`]);
    await later(HOUR_MS);
    expect(server.asked).toHaveLength(1);
  });

  test.each(['delivered', 'sending', 'temporary-failure'])('%s leaves it delivered', async (status) => {
    const id = await email();
    await delivery(id, 'delivered');
    for (const one of server.sent) one.status = status;
    await later(HOUR_MS);
    await eventually(async () => expect(await toAsk()).toBe(0));
    expect(server.asked).toHaveLength(1);
    expect((await delivery(id, 'delivered')).attempts).toHaveLength(1);
  });

  test('one whose id Notify did not tell is asked about by its reference', async () => {
    server.withholdIds();
    const id = await email();
    await delivery(id, 'delivered');
    for (const one of server.sent) one.status = 'permanent-failure';
    await later(HOUR_MS);
    await delivery(id, 'failed');
    expect(server.asked).toEqual([`/v2/notifications?template_type=email&reference=${id}`]);
  });

  test('a question that was not answered is asked again', async () => {
    const id = await email();
    await delivery(id, 'delivered');
    for (const one of server.sent) one.status = 'permanent-failure';
    server.answer(answers.broken);
    await later(HOUR_MS);
    await eventually(() => expect(server.asked).toHaveLength(1));
    await delivery(id, 'delivered');
    await later(600_000);
    await delivery(id, 'failed');
  });

  test('one that was redelivered meanwhile is asked about once, as it is now', async () => {
    const id = await email();
    await delivery(id, 'delivered');
    for (const one of server.sent) one.status = 'permanent-failure';
    expect((await notifier.request(`/manage/deliveries/${id}/redeliver`, 'POST')).status).toBe(202);
    await eventually(async () => expect((await delivery(id, 'delivered')).attempts).toHaveLength(2));
    await later(HOUR_MS);
    await eventually(async () => expect(await toAsk()).toBe(0));
    expect(server.asked).toEqual([`/v2/notifications/${server.sent[1]?.id}`]);
    await delivery(id, 'delivered');
  });
});
