import { CORRELATION_HEADER } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import jwt from 'jsonwebtoken';
import { Agent, type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { NoAnswer, Refusal } from './answers.ts';

export interface GatewayOptions {
  /** Where the gateway is, without a slash at its end. */
  url: string;
  /** Whether its certificate is checked; on this machine its name says nothing. */
  checkCertificate: boolean;
  audience: string;
  operatorSecret: string;
  clock: Clock;
  /** How long an answer may take: to a question, and to a change. */
  limits?: { readMs: number; writeMs: number };
}

export type QueryValues = Readonly<Record<string, string | number | undefined>>;

/** The operator's API, for one request of a browser: its correlation id goes with each call. */
export interface Manage {
  /** Throws Refusal where the platform says no (404 among them), NoAnswer where it says nothing. */
  get<S extends z.ZodType>(path: string, schema: S, query?: QueryValues): Promise<z.output<S>>;
  send<S extends z.ZodType>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<z.output<S>>;
}

export interface Gateway {
  forRequest(correlationId: string): Manage;
  close(): Promise<void>;
}

const LIMITS = { readMs: 10_000, writeMs: 25_000 };
const TOKEN_LIFETIME_S = 60;
const CONNECT_MS = 2_000;
/** The gateway closes a connection after 72 s: none is used in that moment. */
const KEPT_MS = 30_000;

const problem = z.object({
  detail: z.string().catch(''),
  errors: z.array(z.string()).catch([]),
});

/** Answers that say nothing of what was asked: whoever has it does not answer, or failed. */
const isTrouble = (status: number) => status >= 500 || status === 429 || status === 401;

function addressOf(url: string, path: string, query: QueryValues): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(given).toString();
  return `${url}${path}${text === '' ? '' : `?${text}`}`;
}

async function bodyOf({ body }: Dispatcher.ResponseData): Promise<unknown> {
  const text = await body.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Calls the gateway as the operator, with a token made for the call. */
export function createGateway(options: GatewayOptions): Gateway {
  const { url, checkCertificate, audience, operatorSecret, clock, limits = LIMITS } = options;
  const agent = new Agent({
    connect: { timeout: CONNECT_MS, rejectUnauthorized: checkCertificate },
    keepAliveTimeout: KEPT_MS,
    keepAliveMaxTimeout: KEPT_MS,
  });

  function token(): string {
    const iat = Math.floor(clock.now() / 1_000);
    return jwt.sign({ iss: 'operator', aud: audience, iat, exp: iat + TOKEN_LIFETIME_S }, operatorSecret, {
      algorithm: 'HS256',
    });
  }

  async function call<S extends z.ZodType>(
    correlationId: string,
    method: Dispatcher.HttpMethod,
    { path, schema, query = {}, body }: { path: string; schema: S; query?: QueryValues; body?: unknown },
  ): Promise<z.output<S>> {
    let status: number;
    let answer: unknown;
    try {
      const response = await request(addressOf(url, path, query), {
        method,
        dispatcher: agent,
        signal: AbortSignal.timeout(method === 'GET' ? limits.readMs : limits.writeMs),
        headers: {
          authorization: `Bearer ${token()}`,
          [CORRELATION_HEADER]: correlationId,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      status = response.statusCode;
      answer = await bodyOf(response);
    } catch (cause) {
      throw new NoAnswer(path, undefined, cause);
    }
    if (isTrouble(status)) throw new NoAnswer(path, status);
    if (status >= 300) {
      const { detail, errors } = problem.parse(answer ?? {});
      throw new Refusal(status, detail, errors);
    }
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const places = parsed.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')} ${issue.code}`);
    throw new NoAnswer(path, status, new Error(`its answer was not as expected: ${places.join(', ')}`));
  }

  return {
    forRequest: (correlationId) => ({
      get: (path, schema, query) => call(correlationId, 'GET', { path, schema, ...(query && { query }) }),
      send: (method, path, schema, body) => call(correlationId, method, { path, schema, body }),
    }),
    close: () => agent.destroy(),
  };
}
