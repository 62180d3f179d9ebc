import { randomUUID } from 'node:crypto';
import { createTicker, type Logger, type Ticker } from '@gatehouse/runtime';
import { requestOf, resend } from './identity.domain.ts';
import type { AccountIdentities } from './open-identities.ts';

const RESEND_MS = 60_000;
const ALARM_MS = 600_000;
const INTERVAL_MS = 5_000;
const AT_A_TIME = 100;

export interface RequestsOptions {
  accountIdentities: AccountIdentities;
  /** How many command requests have waited for ten minutes: an alarm. */
  onOverdue: (count: number) => void;
  now: () => number;
  log: Logger;
}

/** Sends command requests again, under the same ids, that have no reply after a minute. */
export async function resendRequests({ accountIdentities, onOverdue, now }: RequestsOptions): Promise<void> {
  const instant = now();
  const at = new Date(instant).toISOString();
  const until = instant - RESEND_MS;
  const origin = { correlationId: randomUUID(), actor: 'platform' };
  let overdue = 0;
  for (const { id, ...state } of await accountIdentities.askedUntil(until, AT_A_TIME)) {
    const firstAt = requestOf({ id, ...state } as Parameters<typeof requestOf>[0])?.firstAt;
    if (firstAt !== undefined && Date.parse(firstAt) <= instant - ALARM_MS) overdue++;
    await accountIdentities.change(id, origin, (current) => ({
      state: current && resend(current, new Date(until).toISOString(), at),
      result: undefined,
    }));
  }
  onOverdue(overdue);
}

/** Looks after command requests for as long as the app runs. */
export function startRequests(options: RequestsOptions): Ticker {
  return createTicker({
    async run() {
      await resendRequests(options);
      return undefined;
    },
    intervalMs: INTERVAL_MS,
    onError: (err) => options.log.warn({ err }, 'command requests are sent again later'),
  });
}
