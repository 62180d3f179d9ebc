import { setTimeout as pause } from 'node:timers/promises';
import { GatehouseProblem, GatehouseUnreachable } from './failures.ts';
import { mayPass, type RetryOptions, retryAfterOf, waitAfter } from './retries.ts';

export interface Call {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Undefined for what no path can name: it is as little there as an id that nobody has. */
  path: string | undefined;
  /** A list is sent once for each of its values. */
  query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Two of it would do more than one: it is not tried again. */
  once?: true;
}

/** Makes a call and gives what it was answered, undefined for an empty answer. */
export type Send = (call: Call) => Promise<unknown>;

type Outcome =
  | { body: unknown }
  | { redirected: GatehouseUnreachable }
  | GatehouseProblem
  | GatehouseUnreachable;

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
    [value ?? []].flat().map((each) => [name, String(each)]),
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

/** What leads elsewhere is not the platform, and no other try would change it. */
function redirected(from: string, headers: Headers): GatehouseUnreachable {
  const location = headers.get('location') ?? '';
  const to = URL.canParse(location, from) ? new URL(location, from).origin : 'nowhere';
  return new GatehouseUnreachable(new Error(`${new URL(from).origin} redirects to ${to}: is the url right?`));
}

/**
 * Calls that are tried again where the platform is busy or did not answer: they can be made twice with the effect of once, or
 * say that they cannot. Throws GatehouseProblem and GatehouseUnreachable, and TypeError for what cannot be sent.
 */
export function createTransport({ url, token, timeoutMs, retries }: TransportOptions): Send {
  /** Made before anything is tried: what cannot be sent at all is no platform that does not answer. */
  function requestOf(call: Call): RequestInit {
    const headers = new Headers({
      accept: 'application/json',
      authorization: `Bearer ${token()}`,
      ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    });
    const body = call.json === undefined ? {} : { body: JSON.stringify(call.json) };
    return { method: call.method, redirect: 'manual', headers, ...body };
  }

  async function attempt(address: string, request: RequestInit): Promise<Outcome> {
    try {
      const response = await fetch(address, { ...request, signal: AbortSignal.timeout(timeoutMs) });
      const text = await response.text();
      const body = parsed(text);
      const { status, headers } = response;
      if (status >= 400)
        return new GatehouseProblem(status, body, headers, retryAfterOf(headers, Date.now()));
      if (status >= 300) return { redirected: redirected(address, headers) };
      if (text !== '' && body === undefined)
        return new GatehouseUnreachable(new Error('the answer is no JSON'));
      return { body };
    } catch (error) {
      return new GatehouseUnreachable(error);
    }
  }

  return async (call) => {
    if (call.path === undefined) throw notThere();
    const address = addressOf(url, call.path, call.query);
    for (let count = 1; ; count++) {
      const outcome = await attempt(address, requestOf(call));
      if ('body' in outcome) return outcome.body;
      if ('redirected' in outcome) throw outcome.redirected;
      const isProblem = outcome instanceof GatehouseProblem;
      if (call.once || (isProblem && !mayPass(outcome.status))) throw outcome;
      const wait = waitAfter(count, retries, isProblem ? outcome.retryAfterSeconds : undefined);
      if (wait === undefined) throw outcome;
      await pause(wait);
    }
  };
}
