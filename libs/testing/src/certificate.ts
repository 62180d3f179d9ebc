import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Files of a certificate of 127.0.0.1 and localhost, signed by itself, and of its key. */
export interface Certificate {
  certFile: string;
  keyFile: string;
}

/** Makes one in a folder; undefined where there is no openssl. */
export function makeCertificate(folder: string): Certificate | undefined {
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    const args = ['req', '-x509', ...names, '-days', '1', '-out', certFile, ...key];
    execFileSync('openssl', args, { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return { certFile, keyFile };
}

/** From here on this process trusts it, until what is given back is called. */
export function trustCertificate({ certFile }: Certificate): () => void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, readFileSync(certFile, 'utf8')]);
  return () => setDefaultCACertificates(before);
}
