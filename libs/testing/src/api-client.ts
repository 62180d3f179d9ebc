import jwt from 'jsonwebtoken';
import type { Exchange } from './documented-answers.ts';

/** An answer of the API, read whole. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body where it is JSON, else an empty object. */
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on what it finds
  body: any;
}

export interface ApiClient {
  get(path: string, headers?: Record<string, string>): Promise<ApiAnswer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  delete(path: string, headers?: Record<string, string>): Promise<ApiAnswer>;
}

/** A JWT as clients in the wild send it: issuer and audience, and nothing more unless `claims` says so. */
export function clientToken(clientId: string, secret: string, claims: Record<string, unknown> = {}): string {
  const payload = { iss: clientId, aud: 'signin.education.gov.uk', ...claims };
  return jwt.sign(payload, secret, { algorithm: 'HS256', noTimestamp: true });
}

/**
 * A client of the platform at `url`, which signs with the secret. A relying party, or the operator. `inspect` sees every
 * answer first, and may throw.
 */
export function apiClient(
  url: string,
  clientId: string,
  secret: string,
  inspect?: (exchange: Exchange) => void,
): ApiClient {
  const token = clientToken(clientId, secret);
  async function send(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? undefined;
    const { status } = response;
    const parsed = contentType?.includes('json') === true && text !== '' ? JSON.parse(text) : undefined;
    inspect?.({ method, path, status, contentType, body: parsed ?? text });
    return { status, headers: response.headers, text, body: parsed ?? {} };
  }
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body, headers) => send('PUT', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
  };
}
