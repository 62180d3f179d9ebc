import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '@gatehouse/http';
import { makeCertificate, trustCertificate } from '@gatehouse/testing';
import { readTls } from './tls-files.ts';

const directory = mkdtempSync(join(tmpdir(), 'tls-'));
const certificate = makeCertificate(directory);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Skipped where there is no openssl to make a certificate with. */
const withCertificate = certificate === undefined ? test.skip : test;

withCertificate('with TLS_CERT and TLS_KEY it serves https', async () => {
  if (certificate === undefined) return;
  const tls = readTls(certificate.certFile, certificate.keyFile);
  const listening = await listen((_request, response) => response.end('sealed'), {
    host: '127.0.0.1',
    port: 0,
    ...(tls && { tls }),
  });
  expect(listening.url).toBe(`https://127.0.0.1:${listening.port}`);
  const distrust = trustCertificate(certificate);
  try {
    expect(await (await fetch(listening.url)).text()).toBe('sealed');
  } finally {
    distrust();
    await listening.close();
  }
});

withCertificate(
  'a key of another certificate, or the two the other way round, is a fault of the configuration',
  () => {
    if (certificate === undefined) return;
    const { certFile, keyFile } = certificate;
    const other = makeCertificate(mkdtempSync(join(directory, 'other-')));
    expect(() => readTls(certFile, other?.keyFile)).toThrow(
      /^TLS_KEY is ".*key\.pem", which belongs to another certificate: it should be the private key/,
    );
    expect(() => readTls(keyFile, certFile)).toThrow(
      /^TLS_CERT is .* should hold a certificate\nTLS_KEY is .* should hold a private key/,
    );
  },
);
