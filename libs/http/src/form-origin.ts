import type { IncomingHttpHeaders } from 'node:http';
import { ASKED_HOST_HEADER } from '@gatehouse/contracts';

/**
 * Whether a form may come from where it came from. A browser says so itself by `Sec-Fetch-Site`; an older one names the origin, which is
 * to be the platform's own: its public address, or the host that the request itself names. What says neither is no browser, and sends
 * no cookies for others.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = headers;
  if (origin === undefined) return true;
  const from = URL.parse(origin);
  if (from === null || !/^https?:$/.test(from.protocol)) return false;
  const askedHost = headers[ASKED_HOST_HEADER];
  return from.origin === new URL(publicUrl).origin || from.host === String(askedHost ?? '').toLowerCase();
}
