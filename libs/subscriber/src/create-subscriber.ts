import { consumerOf, type EventHandlers, rememberVersions } from '@gatehouse/consumers';
import { appNames } from '@gatehouse/contracts';
import {
  type EventLog,
  type FailureLog,
  type Outcome,
  openEventLog,
  type RetryOptions,
  type Subscription,
  subscribe,
} from '@gatehouse/event-log';

/** Groups of the platform's own: a member from elsewhere would take records away from it. */
const PLATFORM_GROUP = new RegExp(`^(${appNames.join('|')})\\.`);
const REMEMBERED = 100_000;

/** The log: one that is open already, or its address, `kafka://host:port,…`, or `sqlite:` with the platform's data directory. */
export type SubscriberLog = { log: EventLog } | { eventsUrl: string; dataDir?: string };

export type SubscriberOptions = SubscriberLog & {
  /** Names who reads, for good: `<team>.<what>`. What it has handled is kept under this name, and its instances share the work. */
  group: string;
  /** Where a group begins that never ran. Default `beginning`: the last state of every entity comes first. */
  startFrom?: 'beginning' | 'now';
  handlers: EventHandlers;
  /**
   * Leaves out events that are not newer than one that this process handled of the same entity: of how many entities,
   * where true is 100,000. A memory of one process only: what must hold over restarts, a handler checks in its own store.
   */
  latestOnly?: boolean | number;
  /** True: of several events of an entity that came together each is handled, not only the last. */
  everyState?: boolean;
  /** Entities handled at a time, in each partition. Default 32. */
  concurrency?: number;
  retry?: Partial<RetryOptions>;
  /** Rejects while what the handlers need is away: nothing then becomes a dead letter. Default: the log's own ping. */
  ping?: () => Promise<void>;
  logger?: FailureLog;
  /** Each record that was handled or given up, for metrics. */
  onOutcome?: (topic: string, outcome: Outcome | { status: 'dead'; reason: string }) => void;
  /** Milliseconds. Default `Date.now`. */
  now?: () => number;
};

/** A running consumer group. `close` also closes the log if it was opened here. */
export type Subscriber = Subscription;

/** Starts to read events. Rejects with EventLogError where the log is away or has no such topic, with TypeError on misuse. */
export async function createSubscriber(options: SubscriberOptions): Promise<Subscriber> {
  const { group, handlers, startFrom = 'beginning', latestOnly = false, everyState = false } = options;
  const { concurrency, retry, ping, logger, onOutcome, now = Date.now } = options;
  refuseMisuse(options);
  const latest =
    latestOnly === false ? undefined : rememberVersions(latestOnly === true ? REMEMBERED : latestOnly);
  const consumer = consumerOf(handlers, latest);
  const [log, closeLog] = await logOf(options, now);
  try {
    const subscription = await subscribe({
      log,
      group,
      now,
      ...consumer,
      from: startFrom === 'now' ? 'end' : 'start',
      coalesce: !everyState,
      ...{ concurrency, retry, ping, logger, onOutcome },
    });
    return {
      ...subscription,
      async close() {
        await subscription.close();
        await closeLog();
      },
    };
  } catch (error) {
    await closeLog();
    throw error;
  }
}

/** Throws TypeError for options that would be read as something else, or fail later without saying why. */
function refuseMisuse(options: SubscriberOptions): void {
  const { group, startFrom = 'beginning', concurrency = 1 } = options;
  if (typeof group !== 'string' || group.trim() === '' || PLATFORM_GROUP.test(group)) {
    throw new TypeError(`a group is called <team>.<what>, and no team is an app of the platform: ${group}`);
  }
  if (!('log' in options) && (typeof options.eventsUrl !== 'string' || options.eventsUrl === '')) {
    throw new TypeError('eventsUrl is missing: sqlite: or kafka://host:port,host:port');
  }
  if (startFrom !== 'beginning' && startFrom !== 'now') {
    throw new TypeError(`startFrom should be beginning or now: ${startFrom}`);
  }
  if (!(concurrency >= 1)) throw new TypeError(`concurrency should be 1 or more: ${concurrency}`);
}

/** The log, and how to close it if it is opened here. */
async function logOf(
  options: SubscriberOptions,
  now: () => number,
): Promise<[EventLog, () => Promise<void>]> {
  if ('log' in options) return [options.log, async () => {}];
  const { eventsUrl, dataDir = '.data', group, logger } = options;
  const log = await openEventLog({ url: eventsUrl, dataDir, now, clientId: group, logger });
  return [log, () => log.close()];
}
