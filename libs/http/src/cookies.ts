/** A cookie for the platform's own pages: no script reads it, and no other site's form sends it. */
export interface Cookie {
  name: string;
  /** Characters that need no quoting: `[A-Za-z0-9_-]`. */
  value: string;
  path: string;
  maxAgeSeconds: number;
  /** Whether it is kept to https. */
  secure: boolean;
}

/** The value of a `Set-Cookie` header. */
export function setCookie({ name, value, path, maxAgeSeconds, secure }: Cookie): string {
  const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax'];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

/** The value that a `Cookie` header gives a name; the first, where it is given more than once. */
export function cookieNamed(name: string, header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key = '', ...value] = pair.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
