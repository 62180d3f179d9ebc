import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailboxRule, readConfig } from './config.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gateway-'));
  writeFileSync(join(directory, 'cert.pem'), '-----BEGIN CERTIFICATE-----\n');
  writeFileSync(join(directory, 'other'), 'x');
});
afterAll(() => rmSync(directory, { recursive: true }));

test('services are found on loopback, at their ports, unless their URLs say otherwise', () => {
  const config = readConfig({ ACCESS_PORT: '4000', NOTIFIER_URL: 'https://notifier.example.org/' });
  expect(config).toMatchObject({
    port: 43890,
    host: '127.0.0.1',
    mailbox: 'open',
    urls: {
      directory: 'http://127.0.0.1:43891',
      access: 'http://127.0.0.1:4000',
      notifier: 'https://notifier.example.org',
    },
  });
  expect(config.tls).toBeUndefined();
});

test('the mailbox is open on loopback alone, not in production, and nowhere when distributed', () => {
  const rule = (HOST: string, more: { distributed?: boolean; GATEHOUSE_ENV?: string } = {}) =>
    mailboxRule({ HOST, distributed: false, GATEHOUSE_ENV: undefined, ...more });
  for (const host of ['127.0.0.1', '127.8.9.10', '::1', 'localhost']) {
    expect(rule(host)).toBe('open');
    expect(rule(host, { GATEHOUSE_ENV: 'production' })).toBe('operator');
  }
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org']) {
    expect(rule(host)).toBe('operator');
  }
  expect(rule('127.0.0.1', { distributed: true })).toBe('none');
});

test('TLS takes both files, and PEM files; their faults are reported together', () => {
  const file = (name: string) => join(directory, name);
  const faults = (TLS_CERT: string, TLS_KEY?: string) => {
    try {
      return readConfig({ TLS_CERT: file(TLS_CERT), TLS_KEY: TLS_KEY && file(TLS_KEY) });
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(faults('cert.pem')).toMatch(/^TLS_KEY is missing/);
  expect(faults('other', 'absent')).toMatch(
    /^TLS_CERT is ".*other", which is not a PEM file.*\nTLS_KEY is ".*absent", which cannot be read: /,
  );
  expect(faults('cert.pem', 'cert.pem')).toMatch(
    /^TLS_CERT is .* should hold a certificate\nTLS_KEY is .* should hold a private key/,
  );
});

test('distributed, the keys must be given', () => {
  expect(() => readConfig({ EVENTS_URL: 'kafka://a:9092' })).toThrow(
    /OPERATOR_SECRET is missing[\s\S]*INTERNAL_KEY is missing/,
  );
});
