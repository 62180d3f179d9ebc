import { randomUUID } from 'node:crypto';
import type { Origin } from '@gatehouse/contracts';
import { createTicker, type Logger, type Ticker } from '@gatehouse/runtime';
import { end, isOverdue, resendCommand } from './challenge.domain.ts';
import type { Challenges } from './challenges.store.ts';

const AT_A_TIME = 100;
const HOUR_MS = 3_600_000;
const RESEND_MS = 60_000;
const ALARM_MS = 600_000;

interface Dependencies {
  challenges: Challenges;
  now: () => number;
}

const byPlatform = (): Origin => ({ correlationId: randomUUID(), actor: 'platform' });
const isoAt = (ms: number) => new Date(ms).toISOString();

/** Ends the open ones whose time is over: their codes are dropped. Gives the milliseconds until the next one's end. */
export async function expireChallenges({ challenges, now }: Dependencies): Promise<number | undefined> {
  const first = await challenges.firstToExpire(AT_A_TIME);
  const instant = now();
  const due = first.filter(({ state }) => state.status === 'open' && isOverdue(state, instant));
  const origin = byPlatform();
  for (const { _id } of due) {
    await challenges.change(_id, origin, (state) => {
      const isDue = state.status === 'open' && isOverdue(state, instant);
      return isDue ? end(state, 'expired', isoAt(instant)) : undefined;
    });
  }
  const next = first[due.length]?.state;
  if (next?.status !== 'open') return due.length === AT_A_TIME ? 0 : undefined;
  return Date.parse(next.expiresAt) - instant;
}

/** Sends newcomers' command requests again, under the same ids, that have no reply after a minute. */
export async function resendSignUps({ challenges, now }: Dependencies): Promise<void> {
  const instant = now();
  const until = isoAt(instant - RESEND_MS);
  const origin = byPlatform();
  for (const { _id } of await challenges.commandSentUntil(until, AT_A_TIME)) {
    await challenges.change(_id, origin, (state) => {
      const isDue = state.status === 'proved' && (state.commandRequest?.at ?? '~') <= until;
      return isDue ? resendCommand(state, isoAt(instant)) : undefined;
    });
  }
}

export interface StartTickersOptions extends Dependencies {
  log: Logger;
  /** How many command requests have waited for ten minutes: an alarm. */
  onOverdueCommandRequests: (count: number) => void;
  /** The longest pause between two looks, in milliseconds. Default 5,000. */
  intervalMs?: number | undefined;
}

/** Starts what time brings about. */
export function startChallengeTickers(options: StartTickersOptions): Ticker[] {
  const { challenges, now, log, onOverdueCommandRequests, intervalMs = 5_000 } = options;
  const ticker = (what: string, everyMs: number, run: () => Promise<number | undefined>) =>
    createTicker({ run, intervalMs: everyMs, onError: (err) => log.warn({ err }, `${what} later`) });
  return [
    ticker('challenges expire', intervalMs, () => expireChallenges(options)),
    ticker('command requests are sent again', intervalMs, async () => {
      await resendSignUps(options);
      const overdue = await challenges.commandFirstSentUntil(isoAt(now() - ALARM_MS), AT_A_TIME);
      onOverdueCommandRequests(overdue.length);
      return undefined;
    }),
    ticker('old challenges are deleted', HOUR_MS, async () => {
      await challenges.purge();
      return undefined;
    }),
  ];
}
