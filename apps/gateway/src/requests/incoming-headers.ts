import type { IncomingMessage } from 'node:http';
import { headersTooLarge, invalidRequest } from '@gatehouse/errors';
import { CORRELATION_HEADER, HEADERS_LIMIT } from '@gatehouse/http';

/** A request's headers, sorted: what a service may see of them, and what is for the gateway alone. */
export interface IncomingHeaders {
  /** By lower-case name. */
  forwarded: Record<string, string>;
  authorizations: string[];
  hosts: number;
}

/** Between two neighbours only (RFC 9110, section 7.6.1), or for the gateway alone. */
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
/** What frames the body cannot be struck off by `Connection`. */
const ALWAYS_KEPT = new Set(['content-length', 'transfer-encoding', 'content-type']);

/** Headers that only the platform itself sets: from outside, they are somebody pretending. */
function isPretence(name: string): boolean {
  return name.startsWith('x-gatehouse-') || name.startsWith('x-forwarded-');
}

/** Strikes off what the client names in `Connection` as being for the gateway alone. */
function strikeNamed(forwarded: Record<string, string>, connection: string): void {
  for (const part of connection.split(',')) {
    const name = part.trim().toLowerCase();
    if (!ALWAYS_KEPT.has(name)) delete forwarded[name];
  }
}

function take(headers: IncomingHeaders, name: string, value: string): void {
  if (name === 'authorization') headers.authorizations.push(value);
  else if (name === 'host') headers.hosts++;
  if (NOT_FORWARDED.has(name) || isPretence(name)) return;
  const known = headers.forwarded[name];
  const separator = name === 'cookie' ? '; ' : ', ';
  headers.forwarded[name] = known === undefined ? value : known + separator + value;
}

/** Reads each header once. Throws a Fault when they are too large, or when the request can be read in two ways. */
export function readHeaders({ rawHeaders, httpVersion }: IncomingMessage): IncomingHeaders {
  /** Without a prototype: a header may be called `constructor`. */
  const forwarded: Record<string, string> = Object.create(null);
  const headers: IncomingHeaders = { forwarded, authorizations: [], hosts: 0 };
  let bytes = 0;
  let connection = '';
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const name = (rawHeaders[place] ?? '').toLowerCase();
    const value = rawHeaders[place + 1] ?? '';
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
  if (connection.length > ',keep-alive'.length) strikeNamed(forwarded, connection);
  return headers;
}
