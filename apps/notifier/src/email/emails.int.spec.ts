import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { deliveries } from '../delivery/deliveries.store.ts';
import { mailServer as startMailServer } from '../testing/mail-server.ts';
import { acceptedEvent, openRegistrationEvent, registrationEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';

const SERVICE = newId();
const opened: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function running(...args: Parameters<typeof runNotifier>): Promise<RunningNotifier> {
  const notifier = await runNotifier(...args);
  opened.push(() => notifier.close());
  return notifier;
}

async function mailServer(...args: Parameters<typeof startMailServer>) {
  const server = await startMailServer(...args);
  opened.push(() => server.close());
  return server;
}

interface Shown {
  status: string;
  to?: string;
  attempts: { status?: number; error?: string }[];
}

function delivery(notifier: RunningNotifier, id: string, status: string): Promise<Shown> {
  return eventually(async () => {
    const { body } = await notifier.request(`/manage/deliveries/${id}`);
    const shown = body as Shown;
    if (shown.status !== status) throw new Error(`it is ${JSON.stringify(shown)}`);
    return shown;
  });
}

interface Message {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

describe('by SMTP', () => {
  test('a registration’s email arrives once its server takes it, under one Message-ID', async () => {
    const server = await mailServer(1);
    const notifier = await running({ EMAIL_URL: server.url });
    const { event, emailId } = openRegistrationEvent(notifier, {
      id: newId(),
      serviceId: SERVICE,
      to: 'jane@example.org',
      subject: 'Join ((VERIFICATION CODE))',
    });
    await notifier.publish(event);
    const shown = await delivery(notifier, emailId, 'delivered');
    expect(shown.attempts).toMatchObject([{ status: 451, error: 'recipient refused' }, { status: 250 }]);
    expect(server.messages).toHaveLength(1);
    const [message] = server.messages;
    expect(message?.to).toEqual(['jane@example.org']);
    expect(message?.source).toContain(`Message-ID: <${emailId.toLowerCase()}@gatehouse.example.org>`);
    expect(message?.source).toContain('Subject: Join ABCDEFG1');
    expect(message?.source).toMatch(/^ABCDEFG1\r$/m);
    expect(message?.source).toContain('https://signin.example.org/register/token-1');
    expect(message?.source).toMatch(/^X-Correlation-ID: correlation-1\r$/im);
    expect(message?.source).toMatch(/^Auto-Submitted: auto-generated\r$/im);
    const [kept] = await notifier.store.collection(deliveries).find({ limit: 1 });
    expect(JSON.stringify(kept)).not.toContain('"sealed"');
  });

  test('a subject and a recipient cannot bring headers or recipients along', async () => {
    const server = await mailServer();
    const notifier = await running({ EMAIL_URL: server.url });
    const { event, emailId } = openRegistrationEvent(notifier, {
      id: newId(),
      serviceId: SERVICE,
      to: "o'neil+a@example.org",
      subject: 'Hello\r\nBcc: other@example.org',
    });
    await notifier.publish(event);
    await delivery(notifier, emailId, 'delivered');
    expect(server.messages[0]?.to).toEqual(["o'neil+a@example.org"]);
    expect(server.messages[0]?.source).not.toMatch(/^Bcc:/im);
    expect(server.messages[0]?.source).toContain('Subject: Hello Bcc: other@example.org');
  });

  test('a recipient that is refused for good fails at once, and is not counted as a fault of the way', async () => {
    const server = await mailServer(0, {
      onRcptTo: ({ address }, _session, done) =>
        done(Object.assign(new Error(`${address} is on leave`), { responseCode: 550 })),
    });
    const notifier = await running({ EMAIL_URL: server.url });
    const { event, emailId } = acceptedEvent(SERVICE, { to: 'jane@example.org' });
    await notifier.publish(event);
    const shown = await delivery(notifier, emailId, 'failed');
    expect(shown.attempts).toMatchObject([{ status: 550, error: 'recipient refused' }]);
    expect(JSON.stringify(shown)).not.toContain('leave');
    const metrics = await notifier.request('/metrics', 'GET', 'public');
    expect(metrics.body).not.toContain('gatehouse_emails_not_taken_total{');
  });

  test('a sender that is refused for good is tried again, and counted', async () => {
    const refused = [true];
    const server = await mailServer(0, {
      onMailFrom: (_address, _session, done) =>
        refused.pop() ? done(Object.assign(new Error('who?'), { responseCode: 550 })) : done(),
    });
    const notifier = await running({ EMAIL_URL: server.url });
    const { event, emailId } = acceptedEvent(SERVICE, { to: 'jane@example.org' });
    await notifier.publish(event);
    const { attempts } = await delivery(notifier, emailId, 'delivered');
    expect(attempts).toMatchObject([{ status: 550, error: 'sender refused' }, { status: 250 }]);
    const metrics = await notifier.request('/metrics', 'GET', 'public');
    expect(metrics.body).toContain(
      'gatehouse_emails_not_taken_total{reason="sender refused",app="notifier"} 1',
    );
  });

  test('a server that is away is a failed attempt, in fixed words', async () => {
    const server = await mailServer();
    for (const close of opened.splice(0)) await close();
    const notifier = await running({ EMAIL_URL: server.url, DELIVERY_SCHEDULE: [0] });
    const { event, emailId } = acceptedEvent(SERVICE, { to: 'jane@example.org' });
    await notifier.publish(event);
    const { attempts } = await delivery(notifier, emailId, 'failed');
    expect(attempts).toMatchObject([{ error: 'connection refused' }]);
  });
});

describe('in the mailbox', () => {
  const messagesTo = async (notifier: RunningNotifier, to: string) => {
    const { body } = await notifier.request(
      `/mailbox/messages?to=${encodeURIComponent(to)}`,
      'GET',
      'public',
    );
    return body as Message[];
  };

  test('emails are kept, oldest first, found by address in any case, and shown', async () => {
    const notifier = await running();
    const first = acceptedEvent(SERVICE, { to: 'Jane@example.org' });
    await notifier.publish(first.event);
    await delivery(notifier, first.emailId, 'delivered');
    const second = openRegistrationEvent(notifier, {
      id: newId(),
      serviceId: SERVICE,
      to: 'jane@EXAMPLE.org',
    });
    await notifier.publish(second.event);
    await delivery(notifier, second.emailId, 'delivered');
    const messages = await messagesTo(notifier, 'JANE@example.org');
    expect(messages.map(({ id }) => id)).toEqual([first.emailId, second.emailId]);
    expect(Object.keys(messages[0] ?? {}).sort()).toEqual(['html', 'id', 'sentAt', 'subject', 'text', 'to']);
    expect(messages[1]?.text).toContain('https://signin.example.org/register/token-1');
    expect(await messagesTo(notifier, 'other@example.org')).toEqual([]);

    const page = await notifier.request('/mailbox', 'GET', 'public');
    expect(page.body).toContain('You have been given access to School Meals');
    const message = await notifier.request(`/mailbox/messages/${second.emailId}`, 'GET', 'public');
    expect(message.body).toContain('<a href="https://signin.example.org/register/token-1">');
    const html = await notifier.request(`/mailbox/messages/${second.emailId}/html`, 'GET', 'public');
    expect(html.body).toContain('ABCDEFG1');
  });

  test('an email sent twice is one email', async () => {
    const notifier = await running();
    const { event, emailId } = acceptedEvent(SERVICE, { to: 'twice@example.org' });
    await notifier.publish(event);
    await delivery(notifier, emailId, 'delivered');
    expect((await notifier.request(`/manage/deliveries/${emailId}/redeliver`, 'POST')).status).toBe(202);
    await eventually(async () =>
      expect((await delivery(notifier, emailId, 'delivered')).attempts).toHaveLength(2),
    );
    expect(await messagesTo(notifier, 'twice@example.org')).toHaveLength(1);
  });

  test('what stands in an email stays out of deliveries and their events', async () => {
    const notifier = await running();
    const { event, emailId } = openRegistrationEvent(notifier, {
      id: newId(),
      serviceId: SERVICE,
      to: 'jane@example.org',
      body: 'Welcome words',
    });
    await notifier.publish(event);
    const shown = await delivery(notifier, emailId, 'delivered');
    const events: string[] = [];
    const reader = await notifier.eventLog.consume({
      topics: ['notifier.deliveries.v1'],
      handle: async (records) => void events.push(...records.map(({ value }) => value)),
    });
    await eventually(() => expect(events.join()).toContain('"status":"delivered"'));
    await reader.close();
    for (const text of [JSON.stringify(shown), ...events]) {
      expect(text).not.toMatch(/Welcome words|token-1|ABCDEFG1|sealed/);
    }
    const again = await notifier.request(`/manage/deliveries/${emailId}/redeliver`, 'POST');
    expect(again.status).toBe(409);
  });
});

describe('a registration that goes on', () => {
  test('a later generation, and an end, cancel emails that still wait', async () => {
    const server = await mailServer(1_000);
    const notifier = await running({ EMAIL_URL: server.url, DELIVERY_SCHEDULE: [0, 600] });
    const id = newId();
    const facts = { id, serviceId: SERVICE, to: 'jane@example.org' };
    const first = openRegistrationEvent(notifier, facts);
    await notifier.publish(first.event);
    await eventually(async () =>
      expect((await delivery(notifier, first.emailId, 'pending')).attempts).toHaveLength(1),
    );
    const second = openRegistrationEvent(notifier, { ...facts, generation: 2 });
    await notifier.publish(second.event);
    const cancelled = await delivery(notifier, first.emailId, 'superseded');
    expect(cancelled.attempts).toMatchObject([{ status: 451 }]);
    await delivery(notifier, second.emailId, 'pending');
    const { messages: _, ...ended } = second.state;
    await notifier.publish(registrationEvent({ ...ended, status: 'revoked' }));
    await delivery(notifier, second.emailId, 'superseded');
    expect((await notifier.request(`/manage/deliveries/${second.emailId}/redeliver`, 'POST')).status).toBe(
      409,
    );
  });

  test('an earlier generation that comes after a later one is not sent', async () => {
    const notifier = await running();
    const facts = { id: newId(), serviceId: SERVICE, to: 'jane@example.org' };
    const first = openRegistrationEvent(notifier, facts);
    const second = openRegistrationEvent(notifier, { ...facts, generation: 2 });
    await notifier.publish(second.event);
    await delivery(notifier, second.emailId, 'delivered');
    await notifier.publish(first.event);
    await delivery(notifier, first.emailId, 'superseded');
    expect((await notifier.request('/mailbox/messages')).body).toMatchObject([{ id: second.emailId }]);
  });
});
