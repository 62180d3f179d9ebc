import type { StartedParts } from '@gatehouse/app-process';
import { consumerOf } from '@gatehouse/consumers';
import type { EventLog } from '@gatehouse/event-log';
import { createTicker, type Logger, type Sealer } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import type { AdmissionDependencies } from './admission.ts';
import { isUndecided } from './challenge.domain.ts';
import { type ChallengeDocument, challengesCollection, openChallenges } from './challenges.store.ts';
import { createChallengeCodes } from './code.ts';
import { createLimits } from './limits.ts';
import { type OnChallengeDependencies, onChallenge } from './on-challenge.ts';
import { createSealedAddresses } from './sealed-addresses.ts';
import { startChallengeTickers } from './start-tickers.ts';

export interface StartChallengesOptions
  extends AdmissionDependencies,
    Pick<OnChallengeDependencies, 'serviceName' | 'platformName' | 'peopleReachEnd' | 'signIns'> {
  service: Pick<StartedParts, 'now' | 'closers' | 'metrics' | 'consume'>;
  store: Store;
  eventLog: Pick<EventLog, 'ping'>;
  sealer: Sealer;
  perNetwork: number;
  log: Logger;
  tickIntervalMs?: number | undefined;
}

export type RunningChallenges = Awaited<ReturnType<typeof startChallenges>>;

const LOOK_MS = 5_000;
/** An email that is not decided by then is late. */
const LATE_MS = 3_000;

/** Starts what follows challenges, and what time brings about; gives what pages need of them. */
export async function startChallenges(options: StartChallengesOptions) {
  const { service, store, eventLog, sealer, perNetwork, log, tickIntervalMs, ...rest } = options;
  const { now, closers, metrics, consume } = service;
  const challenges = openChallenges(store.collection(challengesCollection), now);
  const codes = createChallengeCodes(sealer);
  const addresses = createSealedAddresses(sealer);
  const ended = metrics.counter('challenges_total', 'Challenges that ended, by outcome', ['outcome']);
  const wrongCodes = metrics.counter('wrong_codes_total', 'Wrong codes given at sign-in');
  await consume({
    group: 'signin.challenges',
    ...consumerOf({
      'gatehouse.signin.challenge.v1'(event) {
        const { state } = event.data;
        if (state.status === 'ended') ended.inc({ outcome: state.outcome });
        return onChallenge({ challenges, codes, addresses, now, ...rest }, event);
      },
    }),
  });
  const overdue = metrics.gauge(
    'overdue_command_requests',
    'Command requests without a reply for ten minutes',
  );
  let logIsAway = false;
  const looking = createTicker({
    async run() {
      logIsAway = await eventLog.ping().then(
        () => false,
        () => true,
      );
      return undefined;
    },
    intervalMs: LOOK_MS,
    onError: (err) => log.warn({ err }, 'the event log is looked at later'),
  });
  const tickers = startChallengeTickers({
    ...{ challenges, now, log, intervalMs: tickIntervalMs },
    onOverdueCommandRequests: (count) => overdue.set(count),
  });
  for (const ticker of [looking, ...tickers]) closers.add('ticker', () => ticker.close());
  return {
    challenges,
    codes,
    addresses,
    onWrongCode: () => wrongCodes.inc(),
    limits: createLimits({ challenges, sealer, perNetwork, now }),
    /** Whether the email of a challenge is late: what decides it is not reached at the moment. */
    isDelayed: ({ state, lastAskedAt }: ChallengeDocument): boolean =>
      isUndecided(state) && (logIsAway || lastAskedAt < now() - LATE_MS),
  };
}
