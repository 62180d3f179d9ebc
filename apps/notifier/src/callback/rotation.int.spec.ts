import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { newId } from '@gatehouse/runtime';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { acceptedEvent, serviceEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';

const SERVICE = newId();
const SECRETS = new Map(Array.from('abc', (name) => [name, randomBytes(32).toString('base64')]));

let notifier: RunningNotifier;
let receiver: CallbackReceiver;
let other: CallbackReceiver;

beforeAll(async () => {
  [receiver, other] = await Promise.all([callbackReceiver(), callbackReceiver()]);
  notifier = await runNotifier({ DELIVERY_SCHEDULE: [0, ...Array.from({ length: 7 }, () => 0.02)] });
});

afterAll(async () => {
  await notifier.close();
  await Promise.all([receiver.close(), other.close()]);
});

/** The service has these secrets from now on, the newest first, and the notifier signs with all of them. */
async function rotate(names: string): Promise<void> {
  const secrets = Array.from(names, (name) => SECRETS.get(name) ?? '');
  await notifier.publish(serviceEvent(notifier, { id: SERVICE, clientId: 'meals', secrets }));
  await eventually(async () => {
    const path = `/${newId()}`;
    await notifier.publish(acceptedEvent(SERVICE, { url: `${other.url}${path}` }).event);
    const [probe] = await other.waitFor(path);
    expect(String(probe?.headers['webhook-signature']).split(' ')).toHaveLength(names.length);
  });
}

function signerOf(authorization: string | undefined): string {
  const token = authorization?.replace('Bearer ', '') ?? '';
  for (const [name, text] of SECRETS) {
    try {
      jwt.verify(token, text);
      return name;
    } catch {}
  }
  return '-';
}

test('a secret that was just refused does not sign again when there are others, though the secret is rotated meanwhile', async () => {
  const refuseAfter = (names: string) => (response: ServerResponse) =>
    void rotate(names).then(() => response.writeHead(401).end());
  await rotate('a');
  receiver.answer('/hook', refuseAfter('ba'), 401, refuseAfter('cba'), 401, 403, 401, 204);
  const { event } = acceptedEvent(SERVICE, { url: `${receiver.url}/hook` });
  await notifier.publish(event);
  const callbacks = await receiver.waitFor('/hook', 7);
  expect(callbacks.map(({ headers }) => signerOf(headers.authorization)).join('')).toBe('abacbac');
});
