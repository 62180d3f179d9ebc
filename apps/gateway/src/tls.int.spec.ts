import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '@gatehouse/http';
import { readTls } from './config.ts';

const directory = mkdtempSync(join(tmpdir(), 'tls-'));
const file = (name: string) => join(directory, name);

function makeCertificate(): boolean {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('key.pem')];
  const certificate = ['-x509', '-subj', '/CN=localhost', '-days', '1', '-out', file('cert.pem')];
  try {
    execFileSync('openssl', ['req', ...certificate, ...key], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Skipped where there is no openssl to make a certificate with. */
const withCertificate = makeCertificate() ? test : test.skip;

withCertificate('with TLS_CERT and TLS_KEY it serves https', async () => {
  const tls = readTls(file('cert.pem'), file('key.pem'));
  const listening = await listen((_request, response) => response.end('sealed'), {
    host: '127.0.0.1',
    port: 0,
    ...(tls && { tls }),
  });
  expect(listening.url).toBe(`https://127.0.0.1:${listening.port}`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asking = request(listening.url, { ca: tls?.cert, checkServerIdentity: () => undefined }, (answer) => {
    answer.once('data', (chunk) => resolve(String(chunk)));
  });
  asking.once('error', reject);
  asking.end();
  expect(await promise).toBe('sealed');
  await listening.close();
});
