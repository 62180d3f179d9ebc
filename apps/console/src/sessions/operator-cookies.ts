import { cookieNamed, setCookie } from '@gatehouse/http';
import { isCookieValue, LONGEST_MS } from './open-sessions.ts';

const SESSION = 'gatehouse-operator';
const FORM = 'gatehouse-operator-form';
const PATH = '/operator';

function cookieValueOf(name: string, header: string | undefined): string | undefined {
  const value = cookieNamed(name, header);
  return isCookieValue(value) ? value : undefined;
}

/** The session's cookie in a `Cookie` header. */
export function sessionCookieOf(header: string | undefined): string | undefined {
  return cookieValueOf(SESSION, header);
}

/** The cookie that a sign-in form belongs to. */
export function formCookieOf(header: string | undefined): string | undefined {
  return cookieValueOf(FORM, header);
}

function cookie(name: string, value: string, secure: boolean, maxAgeSeconds: number): string {
  return setCookie({ name, value, path: PATH, maxAgeSeconds, secure, sameSite: 'Strict' });
}

export function setSessionCookie(value: string, secure: boolean): string {
  return cookie(SESSION, value, secure, LONGEST_MS / 1_000);
}

export function setFormCookie(value: string, secure: boolean): string {
  return cookie(FORM, value, secure, LONGEST_MS / 1_000);
}

/** Takes the session's cookie from the browser. */
export function clearSessionCookie(secure: boolean): string {
  return cookie(SESSION, '', secure, 0);
}
