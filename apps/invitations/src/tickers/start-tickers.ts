import { createTicker, type Ticker } from '@gatehouse/runtime';
import type { Journey } from '../journey/journey.ts';
import { askAgain, countOverdue, isOverdue } from './ask-again.ts';
import { expireRegistrations } from './expire-registrations.ts';

export interface StartTickersOptions {
  journey: Journey;
  onOverdueAsks: (count: number) => void;
  /** The longest pause between two looks, in milliseconds. Default 5,000. */
  intervalMs?: number;
}

/** Starts what time brings about: registrations run out, and asks that nobody answers are asked again. */
export function startTickers({ journey, onOverdueAsks, intervalMs = 5_000 }: StartTickersOptions): Ticker[] {
  const { log } = journey;
  const expiry = createTicker({
    run: () => expireRegistrations(journey),
    intervalMs,
    onError: (err) => log.warn({ err }, 'registrations expire later'),
  });
  const asks = createTicker({
    async run() {
      const asked = await askAgain(journey);
      const overdue = asked.filter((ask) => isOverdue(ask, journey.clock.now()));
      for (const { id: askId, firstAt } of overdue) log.error({ askId, firstAt }, 'nobody answers an ask');
      onOverdueAsks(await countOverdue(journey));
      return undefined;
    },
    intervalMs,
    onError: (err) => log.warn({ err }, 'asks are asked again later'),
  });
  return [expiry, asks];
}
