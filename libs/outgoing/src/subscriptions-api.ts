import type { LookupFunction } from 'node:net';
import { failureWords } from './failure-words.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

export interface SubscriptionsApiOptions {
  /** Its address. It is the operator's own, so it may be a private one. */
  url: string;
  token?: string | undefined;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction;
  /** Limits each request. Default 5 s. */
  totalMs?: number;
}

/** The status of an answer, or why none came that can be read, in fixed words. */
export type SubscriptionsAnswer = { status: number; retryAfter?: string } | { error: string };

/** One subscription, as far as it is compared. */
export interface HeldSubscription {
  url?: string | undefined;
  slug?: string | undefined;
}

/** An email-alert-api: another platform, which keeps who gets which emails. Its methods never reject. */
export interface SubscriptionsApi {
  /** The subscriber that is linked with a user. */
  subscriberOf(userId: string): Promise<{ subscriberId: string } | SubscriptionsAnswer>;
  subscriptionsOf(
    subscriberId: string,
  ): Promise<{ subscriptions: readonly HeldSubscription[] } | SubscriptionsAnswer>;
  /** Of another subscriber with that address the subscriptions are taken over. */
  changeAddress(subscriberId: string, address: string): Promise<SubscriptionsAnswer>;
  /** Ends all subscriptions. */
  end(subscriberId: string): Promise<SubscriptionsAnswer>;
  addressOf(subscriberId: string): string;
  close(): void;
}

const OTHER_ANSWER = { error: 'answer not as agreed' };

type Asked = { status: number; retryAfter?: string; text: string } | { error: string };

export function createSubscriptionsApi(options: SubscriptionsApiOptions): SubscriptionsApi {
  const { url, token, lookup, totalMs = 5_000 } = options;
  const requests = createGuardedFetch({ allowPrivate: true, totalMs, ...(lookup && { lookup }) });
  const addressOf = (subscriberId: string) => `${url}/subscribers/${encodeURIComponent(subscriberId)}`;

  async function ask(method: string, address: string, body?: unknown): Promise<Asked> {
    try {
      const answer = await requests.fetch(address, {
        method,
        headers: {
          accept: 'application/json',
          'user-agent': 'Gatehouse-Subscriptions/1',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const { status } = answer;
      if (status >= 300 && status < 400) return { error: 'redirect not followed' };
      const retryAfter = answer.headers.get('retry-after');
      return { status, text: await answer.text(), ...(retryAfter !== null && { retryAfter }) };
    } catch (error) {
      return { error: failureWords(error) };
    }
  }

  async function read<T extends object>(
    address: string,
    contentOf: (body: unknown) => T | undefined,
  ): Promise<T | SubscriptionsAnswer> {
    const asked = await ask('GET', address);
    if ('error' in asked || asked.status >= 400) return answerOf(asked);
    return (asked.status === 200 ? contentOf(parsed(asked.text)) : undefined) ?? OTHER_ANSWER;
  }

  return {
    addressOf,
    subscriberOf: (userId) => read(`${url}/subscribers/govuk-account/${userId}`, subscriberIn),
    subscriptionsOf: (subscriberId) => read(`${addressOf(subscriberId)}/subscriptions`, subscriptionsIn),
    async changeAddress(subscriberId, address) {
      const body = { new_address: address, on_conflict: 'merge' };
      return answerOf(await ask('PATCH', addressOf(subscriberId), body));
    },
    async end(subscriberId) {
      return answerOf(await ask('DELETE', addressOf(subscriberId)));
    },
    close: () => requests.close(),
  };
}

function answerOf(asked: Asked): SubscriptionsAnswer {
  if ('error' in asked) return asked;
  const { status, retryAfter } = asked;
  return { status, ...(retryAfter !== undefined && { retryAfter }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

function subscriberIn(body: unknown): { subscriberId: string } | undefined {
  const subscriber = isRecord(body) ? body.subscriber : undefined;
  const id = isRecord(subscriber) ? subscriber.id : undefined;
  const isId = (typeof id === 'string' && id !== '') || Number.isSafeInteger(id);
  return isId ? { subscriberId: String(id) } : undefined;
}

function subscriptionsIn(body: unknown): { subscriptions: HeldSubscription[] } | undefined {
  const listed = isRecord(body) ? body.subscriptions : undefined;
  if (!Array.isArray(listed)) return undefined;
  const lists = listed.map((each) => (isRecord(each) ? each.subscriber_list : undefined));
  if (!lists.every(isRecord)) return undefined;
  return { subscriptions: lists.map(({ url, slug }) => ({ url: textOf(url), slug: textOf(slug) })) };
}
