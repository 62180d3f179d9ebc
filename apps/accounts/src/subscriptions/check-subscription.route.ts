import { tooManyRequests, unavailable, unprocessable } from '@gatehouse/errors';
import { faultOfKind, type Route, route } from '@gatehouse/http';
import type { SubscriptionsAnswer, SubscriptionsApi } from '@gatehouse/outgoing';
import type { PerMinute } from '@gatehouse/runtime';
import pTimeout from 'p-timeout';
import { z } from 'zod';
import { sessionOf } from '../sessions/given-session.ts';
import type { AccountSessions } from '../sessions/open-sessions.ts';

export interface CheckSubscriptionDependencies {
  sessions: AccountSessions;
  /** Where subscriptions are kept; undefined where they are kept nowhere. */
  subscriptions: Pick<SubscriptionsApi, 'subscriberOf' | 'subscriptionsOf'> | undefined;
  /** How often one session may ask. */
  checks: PerMinute;
}

const WITHIN_MS = 2_000;
const HEADERS = { vary: 'GOVUK-Account-Session', 'cache-control': 'no-store' };
/** Has the frontend drop its session. */
const END_SESSION = { 'govuk-account-end-session': '1' };
const RETRY_SECONDS = 5;

const activeSubscription = z
  .object({
    base_path: z.string().optional().describe('The path that was asked for.'),
    topic_slug: z.string().optional().describe('The topic that was asked for.'),
    active: z.boolean().describe('Whether the person gets emails of it.'),
  })
  .meta({ id: 'EmailSubscription', description: 'Whether a person is subscribed to emails.' });

interface Asked {
  base_path?: string | undefined;
  topic_slug?: string | undefined;
}

/** GET /api/personalisation/check-email-subscription: whether who is signed in gets emails of a page or topic. */
export function checkSubscriptionRoute(dependencies: CheckSubscriptionDependencies): Route {
  const { sessions, subscriptions, checks } = dependencies;

  /** A 404 says that there is none; nothing else is guessed from. */
  function isNobody(answer: SubscriptionsAnswer): false {
    if ('status' in answer && answer.status === 404) return false;
    throw unavailable(new Error(`subscriptions: ${JSON.stringify(answer)}`), RETRY_SECONDS);
  }

  async function isActive(userId: string, { base_path: path, topic_slug: slug }: Asked): Promise<boolean> {
    if (subscriptions === undefined) return false;
    const found = await subscriptions.subscriberOf(userId);
    if (!('subscriberId' in found)) return isNobody(found);
    const held = await subscriptions.subscriptionsOf(found.subscriberId);
    if (!('subscriptions' in held)) return isNobody(held);
    return held.subscriptions.some((each) => (path === undefined ? each.slug === slug : each.url === path));
  }

  return route({
    method: 'get',
    path: '/api/personalisation/check-email-subscription',
    access: 'open',
    operationId: 'checkEmailSubscription',
    summary: 'Check an email subscription of who is signed in',
    described: {
      text: 'The session in the header `GOVUK-Account-Session` is enough: a browser’s own request may be passed on. Give either `base_path` or `topic_slug`. At most 60 a minute for one session.',
      problems: ['session-invalid'],
      refusals: {
        unprocessable: 'Neither or both of `base_path` and `topic_slug` are given.',
        'too-many-requests': 'The session has asked 60 times within a minute.',
        unavailable: 'Whether there is a subscription cannot be found out now.',
      },
    },
    headers: HEADERS,
    query: z.object({
      base_path: z.string().optional().describe('The path of a page: the `url` of a subscriber list.'),
      topic_slug: z.string().optional().describe('The slug of a subscriber list.'),
    }),
    responses: { 200: activeSubscription },
    async resolve(request) {
      const given = await sessionOf(sessions, request);
      if (given === undefined) throw faultOfKind('session-invalid', {}, { headers: END_SESSION });
      const waitSeconds = checks.take(given.session._id);
      if (waitSeconds !== undefined)
        throw tooManyRequests('At most 60 checks a minute for one session', waitSeconds);
      return given.session;
    },
    async handle({ query }, { userId }) {
      const asked = [query.base_path, query.topic_slug].filter((value) => value !== undefined);
      if (asked.length !== 1) throw unprocessable('Give either base_path or topic_slug');
      const message = unavailable(new Error('subscriptions: timeout'), RETRY_SECONDS);
      const active = await pTimeout(isActive(userId, query), { milliseconds: WITHIN_MS, message });
      return { status: 200, body: { ...query, active } };
    },
  });
}
