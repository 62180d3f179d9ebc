import { createHash, randomBytes } from 'node:crypto';
import { cookieNamed, setCookie } from '@gatehouse/http';
import type { RegistrationDocument } from '../registration/registrations.store.ts';
import { linkPath } from './link-path.ts';
import type { Visit } from './visit.ts';

const COOKIE = 'gatehouse-browser';
const MARK = /^[A-Za-z0-9_-]{43}$/;
const DAY_MS = 86_400_000;

/** A random value that only one browser has, for one link: nothing personal is in it. */
function markOf({ cookies }: Visit): string | undefined {
  const given = cookieNamed(COOKIE, cookies);
  return given !== undefined && MARK.test(given) ? given : undefined;
}

function hashOf(mark: string): string {
  return createHash('sha256').update(mark).digest('base64url');
}

/** Marks the browser before it accepts: pressed twice, it never reads the first answer. Gives the hash of the mark. */
export function markBrowser(visit: Visit, token: string): string {
  const mark = markOf(visit) ?? randomBytes(32).toString('base64url');
  const cookie = { name: COOKIE, value: mark, path: linkPath(token), maxAgeSeconds: DAY_MS / 1_000 };
  visit.setCookies.push(setCookie({ ...cookie, secure: visit.secure }));
  return hashOf(mark);
}

/** Whether this browser accepted the registration, within the last day. */
export function hasAccepted(
  visit: Visit,
  { state, acceptedBy }: Pick<RegistrationDocument, 'state' | 'acceptedBy'>,
  now: number,
): boolean {
  const mark = markOf(visit);
  if (mark === undefined || acceptedBy === undefined || state.status !== 'accepted') return false;
  return hashOf(mark) === acceptedBy && now - Date.parse(state.acceptedAt) < DAY_MS;
}
