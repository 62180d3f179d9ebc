/** A cookie for the platform's pages. Scripts cannot read it, and forms of other sites do not send it. */
export interface Cookie {
  name: string;
  /** Characters that need no quoting: `[A-Za-z0-9_-]`. */
  value: string;
  path: string;
  /** Absent: until the browser is closed. */
  maxAgeSeconds?: number;
  /** Default `Lax`: links of other sites send it. With `Strict` nothing of another site does. */
  sameSite?: 'Lax' | 'Strict';
  /** Whether it is sent by https only. */
  secure: boolean;
}

/** The value of a `Set-Cookie` header. */
export function setCookie({ name, value, path, maxAgeSeconds, secure, sameSite = 'Lax' }: Cookie): string {
  const age = maxAgeSeconds === undefined ? [] : [`Max-Age=${maxAgeSeconds}`];
  const attributes = [`Path=${path}`, ...age, 'HttpOnly', `SameSite=${sameSite}`];
  return [`${name}=${value}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; ');
}

/** The value of a name in a `Cookie` header: the first, where it is repeated. */
export function cookieNamed(name: string, header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key = '', ...value] = pair.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
