import { createHmac, randomBytes } from 'node:crypto';
import { webhookExamples } from '@gatehouse/contracts';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookRefused, type WebhookToVerify } from './verify-webhook.ts';
import type { WebhookEventType } from './webhook-events.ts';

const NOW = Date.parse('2026-05-04T10:00:00.000Z');
const newSecret = () => randomBytes(32).toString('base64');
const [secret, older, strange] = [newSecret(), newSecret(), newSecret()];
const types = Object.keys(webhookExamples) as WebhookEventType[];
const bodyOf = (type: WebhookEventType) => JSON.stringify(webhookExamples[type]);
const body = bodyOf('user.updated');

/** The headers of a webhook as the platform sends it, made with the library that others would use. */
function headersOf(text = body, signedBy = [secret], at = NOW) {
  return {
    'webhook-id': 'D-1',
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': signedBy.map((key) => new Webhook(key).sign('D-1', new Date(at), text)).join(' '),
    'x-correlation-id': 'c-1',
  };
}

const verify = (more: Partial<WebhookToVerify> = {}) =>
  verifyWebhook({ headers: headersOf(), body, secrets: [secret], now: NOW, ...more });

function fault(more: Partial<WebhookToVerify>): unknown {
  try {
    verify(more);
  } catch (error) {
    return error instanceof WebhookRefused ? error.fault : error;
  }
  return 'verified';
}

test.each(types)('%s comes with its data, and which delivery it was', (type) => {
  const text = bodyOf(type);
  expect(verify({ headers: headersOf(text), body: text })).toEqual({
    ...webhookExamples[type],
    deliveryId: 'D-1',
    correlationId: 'c-1',
  });
});

test('the type tells what is in the data', () => {
  const event = verify();
  // Only the compiler can be wrong here: each branch reads what its type has.
  switch (event.type) {
    case 'user.updated':
      expect(event.data.changed.includes('email')).toBe(true);
      break;
    case 'grant.removed':
      expect(event.data.serviceId).toBeDefined();
      break;
    default:
      throw new Error(event.type);
  }
});

test('a type that a later release adds comes as it is', () => {
  const text = '{"type":"canteen.opened","timestamp":"2026-05-04T10:00:00.000Z","data":{"canteenId":"C"}}';
  expect(verify({ headers: headersOf(text), body: text })).toMatchObject(JSON.parse(text));
});

test.each([
  ['the old one alone', [older]],
  ['the new one alone', [secret]],
  ['both', [older, secret]],
  ['one with its prefix', [`whsec_${secret}`]],
])('while a secret is rotated, with %s', (_name, secrets) => {
  expect(fault({ headers: headersOf(body, [secret, older]), secrets })).toBe('verified');
});

test.each([
  ['a body that was changed', { body: body.replace('user.updated', 'user.removed') }, 'signature-invalid'],
  ['a secret of nobody', { secrets: [strange] }, 'signature-invalid'],
  ['signed by nobody', { headers: headersOf(body, [strange]) }, 'signature-invalid'],
  ['an old webhook', { now: NOW + 301_000 }, 'timestamp-out-of-tolerance'],
  ['one of the future', { now: NOW - 301_000 }, 'timestamp-out-of-tolerance'],
  ['another id', { headers: { ...headersOf(), 'webhook-id': 'D-2' } }, 'signature-invalid'],
  ['no headers', { headers: {} }, 'signature-missing'],
])('refused: %s', (_name, more, expected) => expect(fault(more)).toBe(expected));

test('not one character of a signed request can be missing, another, or more', () => {
  const headers = headersOf();
  const faults = new Set<unknown>();
  for (const part of [...Object.keys(headers), 'body'].filter((name) => name !== 'x-correlation-id')) {
    const text = part === 'body' ? body : headers[part as keyof typeof headers];
    for (let at = 0; at < text.length; at++) {
      const [before, here, after] = [text.slice(0, at), text[at] as string, text.slice(at + 1)];
      const another = String.fromCharCode(here.charCodeAt(0) ^ 1);
      for (const changed of [
        `${before}${after}`,
        `${before}${another}${after}`,
        `${before}${here}x${after}`,
      ]) {
        const found = fault(
          part === 'body' ? { body: changed } : { headers: { ...headers, [part]: changed } },
        );
        faults.add(found);
        if (found === 'verified') throw new Error(`${part}: ${changed}`);
      }
    }
  }
  expect([...faults].sort()).toEqual(['signature-invalid', 'timestamp-out-of-tolerance']);
});

test.each([
  ['twice', { 'webhook-signature': [headersOf()['webhook-signature'], 'v1,AAAA'] }, 'verified'],
  ['the other way round', { 'webhook-signature': ['v1,AAAA', headersOf()['webhook-signature']] }, 'verified'],
  ['empty', { 'webhook-signature': '' }, 'signature-invalid'],
  ['of an empty list', { 'webhook-signature': [] }, 'signature-invalid'],
  ['a number', { 'webhook-signature': 1 }, 'signature-missing'],
  ['an object', { 'webhook-id': {} }, 'signature-missing'],
  ['very long', { 'webhook-signature': 'v1,'.repeat(100_000) }, 'signature-invalid'],
  ['of spaces', { 'webhook-signature': ' '.repeat(100_000) }, 'signature-invalid'],
])('a header that is %s is a fault of the request at most', (_name, more, expected) => {
  expect(fault({ headers: { ...headersOf(), ...more } as WebhookToVerify['headers'] })).toBe(expected);
});

test.each([
  'no json',
  '[]',
  'null',
  '{"sub":"U","sourceId":"1"}',
  '{"type":"user.updated","timestamp":"2026-05-04T10:00:00.000Z"}',
  '{"type":"user.updated","timestamp":"2026-05-04T10:00:00.000Z","data":[]}',
  '{"type":1,"timestamp":"2026-05-04T10:00:00.000Z","data":{}}',
])('refused: a signed body that is no event: %s', (text) => {
  const timestamp = String(NOW / 1_000);
  const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(`D-1.${timestamp}.${text}`);
  const headers = { ...headersOf(), 'webhook-signature': `v1,${mac.digest('base64')}` };
  expect(fault({ headers, body: text })).toBe('body-invalid');
});

test('what is missing of the caller is no fault of the request', () => {
  expect(() => verify({ secrets: [] })).toThrow(TypeError);
  expect(() => verify({ secrets: [] })).toThrow('verifyWebhook: secrets should hold at least one API secret');
});
