import { randomBytes } from 'node:crypto';
import { createNameLookup } from '@gatehouse/name-lookup';
import { newId } from '@gatehouse/runtime';
import { callbackReceiver, eventually, type NameServer, nameServer } from '@gatehouse/testing';
import { smtpCarrier } from '../email/smtp-carrier.ts';
import { mailServer } from '../testing/mail-server.ts';
import { acceptedEvent, serviceEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';

const SERVICE = newId();
const SILENT = 20;
let names: NameServer;
let notifier: RunningNotifier;

const lookup = () => createNameLookup({ hostsFile: '', resolverFile: '', servers: [names.address] });

beforeAll(async () => {
  names = await nameServer(({ name, type }) => {
    if (name.startsWith('silent')) return 'silent';
    return type === 'A' ? ['127.0.0.1'] : [];
  });
  notifier = await runNotifier({ DELIVERY_SCHEDULE: [0, 60] }, { lookup: lookup() });
  const secrets = [randomBytes(32).toString('base64')];
  await notifier.publish(serviceEvent(notifier, { id: SERVICE, clientId: 'meals', secrets }));
});
afterAll(async () => {
  await notifier?.close();
  names?.close();
});

async function attemptsOf(id: string): Promise<{ error?: string; durationMs: number }[]> {
  const { body } = await notifier.request(`/manage/deliveries/${id}`);
  return (body as { attempts?: { error?: string; durationMs: number }[] }).attempts ?? [];
}

test('callbacks go out while the name servers of twenty receivers are silent, and those end as dns', async () => {
  const receiver = await callbackReceiver();
  const { port } = new URL(receiver.url);
  const silent = Array.from({ length: SILENT }, (_, n) =>
    acceptedEvent(SERVICE, { url: `http://silent-${n}.test:${port}/silent` }),
  );
  await notifier.publish(...silent.map(({ event }) => event));
  await eventually(() => expect(new Set(names.asked.map(({ name }) => name)).size).toBe(SILENT));
  for (let n = 1; n <= 10; n++) {
    const { event } = acceptedEvent(SERVICE, { url: `http://healthy.test:${port}/healthy` });
    await notifier.publish(event);
    await receiver.waitFor('/healthy', n);
  }
  for (const { deliveryId } of silent) {
    const attempts = await eventually(async () => {
      const made = await attemptsOf(deliveryId);
      expect(made).not.toEqual([]);
      return made;
    });
    expect(attempts).toEqual([expect.objectContaining({ error: 'dns' })]);
  }
  expect(receiver.at('/silent')).toEqual([]);
  await receiver.close();
});

describe('emails', () => {
  const email = {
    ...{ id: 'A', to: 'ann@example.org', correlationId: 'c' },
    ...{ subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' },
  };
  const from = { name: 'Gatehouse', address: 'no-reply@gatehouse.example.org' };

  test('go out by the name of the mail server, while that of another is silent', async () => {
    const server = await mailServer();
    const target = {
      kind: 'smtp',
      port: Number(new URL(server.url).port),
      secure: false,
      tls: 'never',
      pool: 5,
    } as const;
    const carriers = ['silent-mail.test', 'mail.test'].map((host) =>
      smtpCarrier({ target: { ...target, host }, from, lookup: lookup() }),
    );
    const [lost, carried] = carriers as [(typeof carriers)[0], (typeof carriers)[0]];
    const waiting = Array.from({ length: SILENT }, () => lost.carry(email));
    expect(await carried.carry(email)).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(1);
    for (const outcome of await Promise.all(waiting)) {
      expect(outcome).toEqual({ kind: 'unanswered', error: expect.stringMatching(/^(dns|timeout)$/) });
    }
    for (const carrier of carriers) carrier.close();
    await server.close();
  });
});
