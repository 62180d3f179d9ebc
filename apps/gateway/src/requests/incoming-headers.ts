import type { IncomingMessage } from 'node:http';
import { isInternalHeader } from '@gatehouse/contracts';
import { headersTooLarge, invalidRequest } from '@gatehouse/errors';
import { CORRELATION_HEADER, HEADERS_LIMIT } from '@gatehouse/http';

/** A request's headers: those that a service may see, and those for the gateway alone. */
export interface IncomingHeaders {
  /** By lower-case name. */
  forwarded: Record<string, string>;
  authorizations: string[];
  /** Whom the proxies before the gateway, and the client itself, named: `X-Forwarded-For`. */
  forwardedFor: string;
  hosts: number;
}

/** Hop-by-hop headers (RFC 9110, section 7.6.1), and those for the gateway alone. */
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
  'http2-settings',
  'expect',
  'forwarded',
  'authorization',
  CORRELATION_HEADER,
  'host',
]);
/** Where it is there twice nobody takes its first value for the only one, whatever the last holds. */
const ONLY_ONCE = new Set(['govuk-account-session']);
/** `Connection` cannot remove the headers that frame the body. */
const ALWAYS_FORWARDED = new Set(['content-length', 'transfer-encoding', 'content-type']);

/** Only the platform itself sets these headers: from outside they are forged. */
function isForged(name: string): boolean {
  return isInternalHeader(name) || name.startsWith('x-forwarded-');
}

/** Removes the headers that the client names in `Connection` as hop-by-hop. */
function removeNamed(forwarded: Record<string, string>, connection: string): void {
  for (const part of connection.split(',')) {
    const name = part.trim().toLowerCase();
    if (!ALWAYS_FORWARDED.has(name)) delete forwarded[name];
  }
}

function take(headers: IncomingHeaders, name: string, value: string): void {
  if (name === 'authorization') headers.authorizations.push(value);
  else if (name === 'host') headers.hosts++;
  else if (name === 'x-forwarded-for') {
    headers.forwardedFor += headers.forwardedFor === '' ? value : `,${value}`;
  }
  if (NOT_FORWARDED.has(name) || isForged(name)) return;
  const known = headers.forwarded[name];
  if (known === undefined) headers.forwarded[name] = value;
  else if (ONLY_ONCE.has(name)) headers.forwarded[name] = `, ${known}, ${value}`;
  else headers.forwarded[name] = known + (name === 'cookie' ? '; ' : ', ') + value;
}

/** Reads each header once. Throws a Fault where they are too large, or where the request could be read in two ways. */
export function readHeaders({ rawHeaders, httpVersion }: IncomingMessage): IncomingHeaders {
  /** Without a prototype: a header may be called `constructor`. */
  const forwarded: Record<string, string> = Object.create(null);
  const headers: IncomingHeaders = { forwarded, authorizations: [], forwardedFor: '', hosts: 0 };
  let bytes = 0;
  let connection = '';
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    bytes += name.length + value.length + 4;
    if (name === 'connection') connection += `,${value}`;
    take(headers, name, value);
  }
  if (bytes > HEADERS_LIMIT) throw headersTooLarge(HEADERS_LIMIT);
  if (headers.hosts > 1 || (headers.hosts === 0 && httpVersion !== '1.0')) {
    throw invalidRequest(['The request must have one Host header']);
  }
  const coding = forwarded['transfer-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    throw invalidRequest(['The transfer coding must be chunked']);
  }
  if (connection.length > ',keep-alive'.length) removeNamed(forwarded, connection);
  return headers;
}
