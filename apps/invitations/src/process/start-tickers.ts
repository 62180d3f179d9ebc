import { createTicker, type Ticker } from '@gatehouse/runtime';
import type { ProcessDependencies } from './dependencies.ts';
import { expireRegistrations } from './expire-registrations.ts';
import { countOverdue, isOverdue, resendCommandRequests } from './resend-command-requests.ts';

export interface StartTickersOptions {
  dependencies: ProcessDependencies;
  onOverdueCommandRequests: (count: number) => void;
  /** The longest pause between two looks, in milliseconds. Default 5,000. */
  intervalMs?: number;
}

/** Starts what time brings about: registrations expire, and command requests without a reply are sent again. */
export function startTickers({
  dependencies,
  onOverdueCommandRequests,
  intervalMs = 5_000,
}: StartTickersOptions): Ticker[] {
  const { log, clock } = dependencies;
  const expiry = createTicker({
    run: () => expireRegistrations(dependencies),
    intervalMs,
    onError: (err) => log.warn({ err }, 'registrations expire later'),
  });
  const commandRequests = createTicker({
    async run() {
      const sent = await resendCommandRequests(dependencies);
      for (const { id: commandRequestId, firstAt } of sent.filter((each) => isOverdue(each, clock.now())))
        log.error({ commandRequestId, firstAt }, 'a command request has no reply');
      onOverdueCommandRequests(await countOverdue(dependencies));
      return undefined;
    },
    intervalMs,
    onError: (err) => log.warn({ err }, 'command requests are sent again later'),
  });
  return [expiry, commandRequests];
}
