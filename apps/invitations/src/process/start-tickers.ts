import { createTicker, type Ticker } from '@gatehouse/runtime';
import type { Journey } from './dependencies.ts';
import { expireRegistrations } from './expire-registrations.ts';
import { askAgain, countOverdue, isOverdue } from './resend-command-requests.ts';

export interface StartTickersOptions {
  journey: Journey;
  onOverdueCommandRequests: (count: number) => void;
  /** The longest pause between two looks, in milliseconds. Default 5,000. */
  intervalMs?: number;
}

/** Starts what time brings about: registrations run out, and asks that nobody answers are asked again. */
export function startTickers({
  journey,
  onOverdueCommandRequests,
  intervalMs = 5_000,
}: StartTickersOptions): Ticker[] {
  const { log } = journey;
  const expiry = createTicker({
    run: () => expireRegistrations(journey),
    intervalMs,
    onError: (err) => log.warn({ err }, 'registrations expire later'),
  });
  const commandRequests = createTicker({
    async run() {
      const asked = await askAgain(journey);
      const overdue = asked.filter((commandRequest) => isOverdue(commandRequest, journey.clock.now()));
      for (const { id: commandRequestId, firstAt } of overdue)
        log.error({ commandRequestId, firstAt }, 'nobody answers an ask');
      onOverdueCommandRequests(await countOverdue(journey));
      return undefined;
    },
    intervalMs,
    onError: (err) => log.warn({ err }, 'asks are asked again later'),
  });
  return [expiry, commandRequests];
}
