import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { ConfigurationError } from '@gatehouse/runtime';

/** The PEM texts that https is served with. */
export interface TlsTexts {
  cert: string;
  key: string;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isSound(options: SecureContextOptions): boolean {
  try {
    createSecureContext(options);
    return true;
  } catch {
    return false;
  }
}

/** The fault of one file by itself. */
function faultOf(
  name: string,
  path: string,
  expected: string,
  asPart: (text: string) => SecureContextOptions,
): string | undefined {
  const text = readText(path);
  const shown = `${name} is ${JSON.stringify(path)}`;
  if (text === undefined) return `${shown}, which cannot be read: it should be a PEM file`;
  if (!text.includes('-----BEGIN ')) return `${shown}, which is not a PEM file: it should be one`;
  return isSound(asPart(text))
    ? undefined
    : `${shown}, which holds something else: it should hold ${expected}`;
}

/** Reads both files or neither, and checks that they are a pair before anything listens. Throws ConfigurationError. */
export function readTls(certFile: string | undefined, keyFile: string | undefined): TlsTexts | undefined {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    const [missing, given] = certFile === undefined ? ['TLS_CERT', 'TLS_KEY'] : ['TLS_KEY', 'TLS_CERT'];
    throw new ConfigurationError([
      `${missing} is missing: it should be the path of a PEM file, as ${given} is given`,
    ]);
  }
  const faults = [
    faultOf('TLS_CERT', certFile, 'a certificate', (cert) => ({ cert })),
    faultOf('TLS_KEY', keyFile, 'a private key without a passphrase', (key) => ({ key })),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new ConfigurationError(faults);
  const texts = { cert: readText(certFile) ?? '', key: readText(keyFile) ?? '' };
  if (isSound(texts)) return texts;
  throw new ConfigurationError([
    `TLS_KEY is ${JSON.stringify(keyFile)}, which belongs to another certificate: it should be the private key of the certificate in TLS_CERT`,
  ]);
}
