import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SmtpTarget } from '@gatehouse/runtime';
import { makeCertificate, trustCertificate } from '@gatehouse/testing';
import {
  type ScriptedMailServer,
  type SmtpScript,
  scriptedMailServer,
} from '../testing/scripted-mail-server.ts';
import { smtpCarrier } from './smtp-carrier.ts';

const email = {
  ...{ id: 'A', to: 'ann@example.org', correlationId: 'c' },
  ...{ subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' },
};
const from = { name: 'Gatehouse', address: 'no-reply@gatehouse.example.org' };
const user = { name: 'user-1', password: 'hunter2' };
const OFFERS = { EHLO: '250-mail.example.org\n250-AUTH PLAIN LOGIN\n250 STARTTLS' };
const OFFERS_NO_TLS = { EHLO: '250-mail.example.org\n250 AUTH PLAIN LOGIN' };
/** What the server knows and nobody else is to be told. */
const WORDS = 'ann@example.org is on leave';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0).reverse()) one.close();
});

async function server(...args: Parameters<typeof scriptedMailServer>): Promise<ScriptedMailServer> {
  const started = await scriptedMailServer(...args);
  opened.push(started);
  return started;
}

function carry({ port }: { port: number }, target: Partial<SmtpTarget> = {}, lookup?: LookupFunction) {
  const standard = { kind: 'smtp', host: '127.0.0.1', port, secure: false, tls: 'never', pool: 1 } as const;
  const carrier = smtpCarrier({ target: { ...standard, ...target }, from, lookup });
  opened.push(carrier);
  return carrier.carry(email);
}

describe('a refusal that is the recipient’s or the email’s is for good', () => {
  test.each<[SmtpScript, object]>([
    [{ RCPT: `550 ${WORDS}` }, { error: 'recipient refused', status: 550 }],
    [{ RCPT: `553-5.1.3 ${WORDS}\n553 5.1.3 indeed` }, { error: 'recipient refused', status: 553 }],
    [{ DATA: `554 ${WORDS}` }, { error: 'message refused', status: 554 }],
    [{ end: `552 ${WORDS}` }, { error: 'message refused', status: 552 }],
  ])('%j', async (script, failure) => {
    expect(await carry(await server(script))).toEqual({ kind: 'refused', ...failure });
  });
});

describe('whatever else is refused is tried again', () => {
  test.each<[SmtpScript, object]>([
    [{ greeting: `554 ${WORDS}` }, { error: 'greeting refused', status: 554 }],
    [{ greeting: `421 ${WORDS}` }, { error: 'greeting refused', status: 421 }],
    [{ greeting: 'HTTP/1.1 400 Bad Request' }, { error: 'answer not smtp' }],
    [{ EHLO: `421 ${WORDS}` }, { error: 'greeting refused', status: 421 }],
    [
      { EHLO: `550 ${WORDS}`, HELO: `550 ${WORDS}` },
      { error: 'greeting refused', status: 550 },
    ],
    [
      { ...OFFERS_NO_TLS, AUTH: `535 ${WORDS}` },
      { error: 'authentication refused', status: 535 },
    ],
    [
      { ...OFFERS_NO_TLS, AUTH: `454 ${WORDS}` },
      { error: 'authentication refused', status: 454 },
    ],
    [{ MAIL: `550 ${WORDS}` }, { error: 'sender refused', status: 550 }],
    [{ MAIL: `451 ${WORDS}` }, { error: 'sender refused', status: 451 }],
    [{ RCPT: `450 ${WORDS}` }, { error: 'recipient refused', status: 450 }],
    [{ RCPT: `421 ${WORDS}` }, { error: 'recipient refused', status: 421 }],
    [{ DATA: `451 ${WORDS}` }, { error: 'message refused', status: 451 }],
    [{ end: `452 ${WORDS}` }, { error: 'message refused', status: 452 }],
    [{ greeting: 'cut' }, { error: 'connection reset' }],
    [{ EHLO: 'cut' }, { error: 'connection reset' }],
    [{ MAIL: 'cut' }, { error: 'connection reset' }],
    [{ RCPT: 'cut' }, { error: 'connection reset' }],
    [{ DATA: 'cut' }, { error: 'connection reset' }],
    [{ end: 'cut' }, { error: 'connection reset' }],
  ])('%j', async (script, failure) => {
    const target = 'AUTH' in script ? { user } : {};
    expect(await carry(await server(script), target)).toEqual({ kind: 'unanswered', ...failure });
  });

  test('nobody listens', async () => {
    const { port, close } = await scriptedMailServer({});
    close();
    expect(await carry({ port })).toEqual({ kind: 'unanswered', error: 'connection refused' });
  });
});

test('a server that accepts is said to, with its status', async () => {
  expect(await carry(await server({}))).toEqual({ kind: 'accepted', status: 250 });
});

const folder = mkdtempSync(join(tmpdir(), 'smtp-carrier-'));
const certificate = makeCertificate(folder);
afterAll(() => rmSync(folder, { recursive: true }));

/** Skipped where there is no openssl to make a certificate with. */
(certificate === undefined ? describe.skip : describe)('TLS', () => {
  const { certFile, keyFile } = certificate ?? { certFile: '', keyFile: '' };
  const tls = certificate && { key: readFileSync(keyFile), cert: readFileSync(certFile) };
  let distrust: (() => void) | undefined;
  const trust = () => {
    distrust = trustCertificate({ certFile, keyFile });
  };
  afterEach(() => {
    distrust?.();
    distrust = undefined;
  });
  /** Neither a password nor an address nor an email. */
  function expectNothingSaid({ plain, encrypted }: ScriptedMailServer): void {
    expect([...plain, ...encrypted].filter((line) => !/^(?:EHLO|STARTTLS|QUIT)\b/.test(line))).toEqual([]);
  }

  test.each<[string, SmtpScript]>([
    ['that does not offer it', { ...OFFERS_NO_TLS, STARTTLS: '502 what?' }],
    ['that offers and refuses it', { ...OFFERS, STARTTLS: `454 ${WORDS}` }],
    ['that does not know EHLO', { EHLO: '502 what?' }],
    ['that offers it and goes on in the clear', OFFERS],
  ])('required: a server %s is told nothing', async (_which, script) => {
    trust();
    const asked = await server(script);
    const result = await carry(asked, { tls: 'required', user });
    expect(result).toMatchObject({
      kind: 'unanswered',
      error: expect.stringMatching(/^(?:tls|greeting refused)$/),
    });
    expect(JSON.stringify(result)).not.toContain('leave');
    expectNothingSaid(asked);
  });

  test.each(['required', 'offered'] as const)(
    '%s: a certificate that nobody trusts is refused',
    async (mode) => {
      const asked = await server(OFFERS, { tls });
      expect(await carry(asked, { tls: mode, user })).toEqual({ kind: 'unanswered', error: 'tls' });
      expectNothingSaid(asked);
    },
  );

  test('required: a certificate of another name is refused', async () => {
    trust();
    const asked = await server(OFFERS, { tls });
    const lookup: LookupFunction = (_name, _options, done) =>
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    const result = await carry(asked, { host: 'mail.example.org', tls: 'required', user }, lookup);
    expect(result).toEqual({ kind: 'unanswered', error: 'tls' });
    expectNothingSaid(asked);
  });

  test.each(['required', 'offered'] as const)('%s: password and email go over TLS alone', async (mode) => {
    trust();
    const asked = await server(OFFERS, { tls });
    expect(await carry(asked, { tls: mode, user })).toEqual({ kind: 'accepted', status: 250 });
    expect(asked.plain.map((line) => line.split(' ', 1)[0])).toEqual(['EHLO', 'STARTTLS']);
    expect(asked.encrypted.some((line) => line.startsWith('AUTH PLAIN'))).toBe(true);
    expect(asked.encrypted).toContain('RCPT TO:<ann@example.org>');
  });

  test('offered: a server that does not offer it gets the email in the clear', async () => {
    const asked = await server({});
    expect(await carry(asked, { tls: 'offered' })).toMatchObject({ kind: 'accepted' });
    expect(asked.plain).toContain('RCPT TO:<ann@example.org>');
  });

  test('never: a server that offers it gets the email in the clear', async () => {
    const asked = await server(OFFERS, { tls });
    expect(await carry(asked, { tls: 'never' })).toMatchObject({ kind: 'accepted' });
    expect(asked.plain).not.toContain('STARTTLS');
  });

  test('smtps: TLS comes first, and the certificate is checked', async () => {
    const asked = await server({}, { tls, secure: true });
    expect(await carry(asked, { secure: true, tls: 'required' })).toEqual({
      kind: 'unanswered',
      error: 'tls',
    });
    trust();
    expect(await carry(asked, { secure: true, tls: 'required' })).toEqual({ kind: 'accepted', status: 250 });
    expect(asked.plain).toEqual([]);
  });
});

test('a connection that the server closed while it was idle costs no attempt', async () => {
  const asked = await server({});
  const target = {
    kind: 'smtp',
    host: '127.0.0.1',
    port: asked.port,
    secure: false,
    tls: 'never',
    pool: 1,
  } as const;
  const carrier = smtpCarrier({ target, from });
  opened.push(carrier);
  expect(await carrier.carry(email)).toMatchObject({ kind: 'accepted' });
  asked.cutAll();
  expect(await carrier.carry(email)).toMatchObject({ kind: 'accepted' });
  expect(asked.connections()).toBe(2);
});
