import type { Readable } from 'node:stream';
import jwt from 'jsonwebtoken';
import { Agent, request } from 'undici';
import { Misused, Refused, Unreachable } from './failures.ts';
import { refusalOf } from './refusal.ts';

const TOKEN_SECONDS = 60;

export interface Answer {
  status: number;
  /** Undefined where the answer has none. */
  body: unknown;
}

export interface CallOptions {
  query?: Readonly<Record<string, string | number | undefined>>;
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** A body that is sent as it is read, with its type. */
  stream?: { body: Readable; contentType: string };
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** The platform's API, called as the operator. */
export interface OperatorApi {
  /** Throws Refused where the answer is 400 or above, Unreachable where there is none. */
  call(method: Method, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface OperatorApiOptions {
  url: string;
  audience: string;
  /** Who calls. Default the operator. */
  issuer?: string;
  secret: string;
}

/** Percent-encoding leaves dots alone, and URLs fold `.` and `..` away: the call would go to what is above. */
function segmentOf(value: string): string {
  if (value === '') throw new Misused(['An empty text names nothing']);
  if (value === '.' || value === '..') throw new Misused([`${value} names nothing`]);
  return encodeURIComponent(value);
}

/** A path of which every part is written so that it is one segment, whatever it holds; Misused where none can be. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(segmentOf));
}

/** A client that signs a token for each call. Only an import is long under way, so no answer is waited for in vain. */
export function createOperatorApi({
  url,
  audience,
  issuer = 'operator',
  secret,
}: OperatorApiOptions): OperatorApi {
  const dispatcher = new Agent({ connect: { timeout: 5_000 }, headersTimeout: 0, bodyTimeout: 0 });

  async function call(method: Method, target: string, options: CallOptions = {}): Promise<Answer> {
    const token = jwt.sign({}, secret, { issuer, audience, expiresIn: TOKEN_SECONDS });
    const query = queryOf(options.query);
    const answer = await ask(`${url}${target}${query}`, {
      method,
      dispatcher,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...contentTypeOf(options),
        ...options.headers,
      },
      body: options.stream?.body ?? (options.json === undefined ? null : JSON.stringify(options.json)),
    });
    const body = bodyOf(answer.text, target);
    if (answer.status >= 400) throw refusalOf(answer.status, body, answer.correlationId);
    if (answer.status >= 300) throw new Refused([`The platform answered ${answer.status}: is --url right?`]);
    return { status: answer.status, body };
  }

  return { call, close: () => dispatcher.close() };
}

interface Sent {
  status: number;
  text: string;
  correlationId: string | undefined;
}

/** Makes a request as it is given, and gives its answer whatever that says. Throws Unreachable where there is none. */
export async function ask(address: string, options: Parameters<typeof request>[1] = {}): Promise<Sent> {
  try {
    const { statusCode, headers, body } = await request(address, options);
    const id = headers['x-correlation-id'];
    return {
      status: statusCode,
      text: await body.text(),
      correlationId: typeof id === 'string' ? id : undefined,
    };
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    throw new Unreachable([
      `No answer from ${new URL(address).origin} (${code ?? message ?? 'unknown reason'}).`,
      'Is it running? npm start',
    ]);
  }
}

function queryOf(query: CallOptions['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

function contentTypeOf({ json, stream }: CallOptions): Record<string, string> {
  if (stream !== undefined) return { 'content-type': stream.contentType };
  return json === undefined ? {} : { 'content-type': 'application/json' };
}

function bodyOf(text: string, target: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused([`What answered ${target} is not the platform: is --url right?`]);
  }
}
