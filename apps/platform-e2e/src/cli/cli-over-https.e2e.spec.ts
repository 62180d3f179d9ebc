import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '@gatehouse/testing';
import { bootOf } from '../testing/program.ts';

const CLI = bootOf('cli');
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-https-'));
const certificate = makeCertificate(folder);
afterAll(() => rmSync(folder, { recursive: true }));

/** Skipped where there is no openssl to make a certificate with. */
const overHttps = certificate === undefined ? test.skip : test;

overHttps('a certificate that nobody here knows: how to trust it, and then it is trusted', async () => {
  if (certificate === undefined) return;
  const { certFile, keyFile } = certificate;
  const files = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  const server = createServer(files, (_request, response) => response.end('{"services":[]}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listed = (env: Record<string, string>) =>
    new Promise((resolve) => {
      const known = { PATH: process.env.PATH, GATEHOUSE_URL: url, OPERATOR_SECRET: 's', ...env };
      execFile(process.execPath, [CLI, 'service', 'list'], { env: known }, (error, out, err) =>
        resolve({ code: error?.code ?? 0, out, err }),
      );
    });
  try {
    expect(await listed({})).toEqual({
      code: 3,
      out: '',
      err: expect.stringMatching(
        /^error: The certificate of https:\S+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\.\n.*NODE_EXTRA_CA_CERTS/,
      ),
    });
    expect(await listed({ NODE_EXTRA_CA_CERTS: certFile })).toMatchObject({ code: 0, err: '' });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
