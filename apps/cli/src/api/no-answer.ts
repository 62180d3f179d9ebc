import { Unreachable } from '../failures.ts';

/** Codes for a certificate that no known authority has signed. */
const OF_NO_KNOWN_AUTHORITY = [
  'CERT_REJECTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** The other codes for a refused certificate: an authority's file does not help. */
const OF_THE_CERTIFICATE =
  /CERT|CRL|HOSTNAME_MISMATCH|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ISSUER_PUBLIC_KEY/;

const AUTHORITY = 'If its authority is your own, name the PEM file of the authority in NODE_EXTRA_CA_CERTS.';
const CERTIFICATE =
  'Its dates, its names or its chain are not right: see the certificate that the server has.';
const SCHEME = 'Is --url right: https, or http?';

/** Why there was no answer from an address, and what to check. `limitMs` is the time limit of the request. */
export function noAnswer(address: string, error: unknown, limitMs?: number): Unreachable {
  const { origin } = new URL(address);
  const { name, code, message } = error as { name?: string; code?: string | number; message?: string };
  if (name === 'TimeoutError' && limitMs !== undefined) {
    return new Unreachable([`No answer from ${origin} within ${limitMs / 1_000} s.`]);
  }
  const reason = String(code ?? message ?? 'unknown reason');
  const isOfAuthority = OF_NO_KNOWN_AUTHORITY.includes(reason);
  if (isOfAuthority || OF_THE_CERTIFICATE.test(reason)) {
    const hint = isOfAuthority ? AUTHORITY : CERTIFICATE;
    return new Unreachable([`The certificate of ${origin} is not trusted (${reason}).`, hint]);
  }
  const isOfTls = reason.startsWith('ERR_SSL_');
  return new Unreachable([
    `No answer from ${origin} (${reason}).`,
    isOfTls ? SCHEME : 'Is it running? npm start',
  ]);
}
