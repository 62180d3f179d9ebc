import type { Readable } from 'node:stream';
import jwt from 'jsonwebtoken';
import { Agent, request } from 'undici';
import { Misused, Refused } from '../failures.ts';
import { noAnswer } from './no-answer.ts';
import { refusalOf } from './refusal.ts';

const TOKEN_SECONDS = 60;
const NOT_THE_PLATFORM = 'Is --url right, and does what stands between let the operator through?';

export interface Answer {
  status: number;
  /** Undefined where the answer has no body. */
  body: unknown;
}

export interface CallOptions {
  query?: Readonly<Record<string, string | number | undefined>>;
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** A streamed body, with its content type. */
  stream?: { body: Readable; contentType: string };
  /** The time limit for the whole answer. Default: none. */
  limitMs?: number;
  /** Gives the call up. */
  signal?: AbortSignal;
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

/** Percent-encoding keeps dots, and URLs resolve `.` and `..`: the call would go to a parent path. */
function segmentOf(value: string): string {
  if (value === '') throw new Misused(['An empty text names nothing']);
  if (value === '.' || value === '..') throw new Misused([`${value} names nothing`]);
  return encodeURIComponent(value);
}

/** Builds a path whose every value is encoded as one segment. Throws Misused for a value that cannot be a segment. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(segmentOf));
}

/** A client that signs a token for each call. It has no time limit of its own: an import takes long. */
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
      limitMs: options.limitMs,
      signal: options.signal,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...contentTypeOf(options),
        ...options.headers,
      },
      body: options.stream?.body ?? (options.json === undefined ? null : JSON.stringify(options.json)),
    });
    const body = bodyOf(answer, target);
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

type AskOptions = Omit<NonNullable<Parameters<typeof request>[1]>, 'signal'> & {
  /** The time limit for the whole answer. Default: none. */
  limitMs?: number | undefined;
  signal?: AbortSignal | undefined;
};

/** Makes a request and gives its answer, whatever the status. Throws Unreachable where there is none. */
export async function ask(address: string, { limitMs, signal, ...options }: AskOptions = {}): Promise<Sent> {
  try {
    const limits = [
      ...(limitMs === undefined ? [] : [AbortSignal.timeout(limitMs)]),
      ...(signal ? [signal] : []),
    ];
    const { statusCode, headers, body } = await request(address, {
      ...options,
      signal: AbortSignal.any(limits),
    });
    const id = headers['x-correlation-id'];
    return {
      status: statusCode,
      text: await body.text(),
      correlationId: typeof id === 'string' ? id : undefined,
    };
  } catch (error) {
    throw noAnswer(address, error, limitMs);
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

/** The JSON of an answer; undefined where it is empty. Throws Refused for anything else, such as a proxy's page. */
export function bodyOf({ status, text, correlationId }: Sent, target: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const message = `${target} was answered ${status}, and not by the platform.`;
    // A proxy's 404 does not mean that a record is missing.
    throw new Refused([message, NOT_THE_PLATFORM], status === 404 ? undefined : status, {
      code: `http-${status}`,
      ...(correlationId !== undefined && { correlationId }),
    });
  }
}
