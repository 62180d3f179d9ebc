import { setTimeout as pause } from 'node:timers/promises';
import { GatehouseProblem, GatehouseUnreachable } from './failures.ts';
import { mayPass, type RetryOptions, retryAfterOf, waitAfter } from './retries.ts';

export interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  /** Undefined for what no path can name: it is as little there as an id that nobody has. */
  path: string | undefined;
  query?: Readonly<Record<string, string | number | undefined>>;
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** Makes a call and gives what it was answered, undefined for an empty answer. */
export type Send = (call: Call) => Promise<unknown>;

export interface TransportOptions {
  /** Without a slash at its end. */
  url: string;
  token: () => string;
  timeoutMs: number;
  retries: RetryOptions;
}

/** Percent-encoding leaves dots alone, and URLs fold these away: the call would go to what is above. */
const NO_SEGMENT = /^\.{0,2}$/;

/** A path of which every part is written so that it is one segment, whatever it holds; undefined where none can be. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string | undefined {
  if (values.some((value) => NO_SEGMENT.test(value))) return undefined;
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

function notThere(): GatehouseProblem {
  const body = { code: 'not-found', detail: 'An empty text, "." and ".." name nothing' };
  return new GatehouseProblem(404, body, new Headers(), undefined);
}

function addressOf(url: string, target: string, query: Call['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? url + target : `${url}${target}?${new URLSearchParams(given)}`;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Calls that are tried again where the platform is busy or did not answer: every call of this client can be made twice
 * with the effect of once. Throws GatehouseProblem and GatehouseUnreachable.
 */
export function createTransport({ url, token, timeoutMs, retries }: TransportOptions): Send {
  async function attempt(
    target: string,
    call: Call,
  ): Promise<{ body: unknown } | GatehouseProblem | GatehouseUnreachable> {
    try {
      const response = await fetch(addressOf(url, target, call.query), {
        method: call.method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token()}`,
          ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        ...(call.json === undefined ? {} : { body: JSON.stringify(call.json) }),
      });
      const text = await response.text();
      const body = parsed(text);
      const { status, headers } = response;
      if (status >= 400)
        return new GatehouseProblem(status, body, headers, retryAfterOf(headers, Date.now()));
      if (text !== '' && body === undefined)
        return new GatehouseUnreachable(new Error('the answer is no JSON'));
      return { body };
    } catch (error) {
      return new GatehouseUnreachable(error);
    }
  }

  return async (call) => {
    if (call.path === undefined) throw notThere();
    for (let count = 1; ; count++) {
      const outcome = await attempt(call.path, call);
      if ('body' in outcome) return outcome.body;
      const isProblem = outcome instanceof GatehouseProblem;
      if (isProblem && !mayPass(outcome.status)) throw outcome;
      const wait = waitAfter(count, retries, isProblem ? outcome.retryAfterSeconds : undefined);
      if (wait === undefined) throw outcome;
      await pause(wait);
    }
  };
}
