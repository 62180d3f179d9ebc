import { emailOf, type Message, messageContext } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually, isFullRun } from '@gatehouse/testing';
import { z } from 'zod';
import { deliveries } from '../delivery/deliveries.store.ts';
import { CODES_QUEUE, EMAIL_QUEUE } from '../delivery/queues.domain.ts';
import { mailServer } from '../testing/mail-server.ts';
import { acceptedEvent, listingEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';
import { paragraph, renderEmail } from './rendered-email.ts';
import type { Template } from './template.ts';
import { templates } from './templates.ts';

const SERVICE = newId();
const OTHERS = isFullRun ? 5_000 : 500;
const POOL = 3;

/** An email with a sign-in code, as the app that signs people in will have one. */
const codeTemplate: Template = {
  schedule: 'code',
  render: (_data, secrets, { identity }) => {
    const { code } = z.object({ code: z.string() }).parse(secrets);
    const parts = [paragraph('Your code:'), { kind: 'code' as const, text: code }];
    return renderEmail({ language: 'en', subject: 'Your code', parts, onBehalfOf: 'School Meals' }, identity);
  },
};

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A mail server that takes an email when it is let, by sender's connection; and a notifier that sends by it. */
async function running() {
  const held: (() => void)[] = [];
  const taken: { to: string; session: string }[] = [];
  let isSlow = true;
  const server = await mailServer(0, {
    onData(stream, { id, envelope }, done) {
      const to = envelope.rcptTo[0]?.address ?? '';
      stream.resume().on('end', () => {
        const take = () => {
          taken.push({ to, session: id });
          done();
        };
        if (isSlow && to !== 'code@example.org') held.push(take);
        else take();
      });
    },
  });
  const notifier = await runNotifier(
    { EMAIL_URL: `${server.url}?pool=${POOL}` },
    { templates: { ...templates, 'code-of-test': codeTemplate } },
  );
  opened.push(
    () => server.close(),
    () => notifier.close(),
  );
  function release(): void {
    isSlow = false;
    for (const take of held.splice(0)) take();
  }
  opened.push(async () => release());
  return { notifier, held, taken, release };
}

function codeMessage({ sealer }: RunningNotifier, given: Partial<Message> = {}): Message {
  const id = newId();
  const about = { id, at: new Date().toISOString(), correlationId: 'correlation-1', serviceId: SERVICE };
  const sealed = sealer.seal(JSON.stringify({ code: '123456' }), messageContext(id));
  const data = { serviceName: 'School Meals' };
  const email = emailOf('informing', { ...about, recipient: { address: 'code@example.org' }, sealed, data });
  return { ...email, template: 'code-of-test', ...given } as Message;
}

const pendingIn = ({ store }: RunningNotifier, receiver: string) =>
  store.collection(deliveries).count({ receiver });

test('a code overtakes all other emails, over a connection that no other email uses', async () => {
  const { notifier, held, taken, release } = await running();
  const others = Array.from({ length: OTHERS }, (_, n) =>
    acceptedEvent(SERVICE, { to: `other-${n}@example.org` }),
  );
  await notifier.publish(...others.map(({ event }) => event));
  await eventually(async () => expect(await pendingIn(notifier, EMAIL_QUEUE)).toBe(OTHERS));
  await eventually(() => expect(held).toHaveLength(POOL));
  const message = codeMessage(notifier);
  await notifier.publish(listingEvent(SERVICE, [message]));
  await eventually(() => expect(taken).toMatchObject([{ to: 'code@example.org' }]));
  expect(await pendingIn(notifier, EMAIL_QUEUE)).toBe(OTHERS);
  await eventually(async () => expect(await pendingIn(notifier, CODES_QUEUE)).toBe(0));
  const kept = await notifier.store.collection(deliveries).get(message.id);
  expect(kept?.state.status).toBe('delivered');
  expect(JSON.stringify(kept)).not.toContain('"sealed"');
  release();
  await eventually(() => expect(taken.length).toBeGreaterThan(POOL));
  const [code, ...rest] = taken;
  expect(rest.map(({ session }) => session)).not.toContain(code?.session);
});

test('a code that ran out before its turn is failed as expired, and never sent', async () => {
  const { notifier, taken } = await running();
  const message = codeMessage(notifier, { notAfter: new Date(Date.now() - 1).toISOString() } as object);
  await notifier.publish(listingEvent(SERVICE, [message]));
  await eventually(async () => {
    const { body } = await notifier.request(`/manage/deliveries/${message.id}`);
    expect(body).toMatchObject({ status: 'failed', attempts: [{ error: 'expired' }] });
  });
  expect(JSON.stringify(await notifier.store.collection(deliveries).get(message.id))).not.toContain(
    '"sealed"',
  );
  expect((await notifier.request(`/manage/deliveries/${message.id}/redeliver`, 'POST')).status).toBe(409);
  const second = codeMessage(notifier);
  await notifier.publish(listingEvent(SERVICE, [second]));
  await eventually(() => expect(taken).toHaveLength(1));
});

test('a code whose server is away is tried until its end, and then failed as expired', async () => {
  const { notifier } = await running();
  await notifier.restart({ EMAIL_URL: 'smtp://127.0.0.1:1' });
  const message = codeMessage(notifier, { notAfter: new Date(Date.now() + 1_500).toISOString() } as object);
  await notifier.publish(listingEvent(SERVICE, [message]));
  const { attempts } = await eventually(async () => {
    const { body } = await notifier.request(`/manage/deliveries/${message.id}`);
    expect(body).toMatchObject({ status: 'failed' });
    return body as { attempts: { error: string }[] };
  });
  expect(attempts.map(({ error }) => error)).toEqual(['connection refused', 'expired']);
});
