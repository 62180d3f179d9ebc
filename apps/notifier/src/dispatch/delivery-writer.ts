import { setTimeout as pause } from 'node:timers/promises';
import { change, nextVersion, StoreError, type WriteResult } from '@gatehouse/store';
import type { MadeAttempt } from '../delivery/attempt.domain.ts';
import { deliveryEvents } from '../delivery/change-delivery.ts';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import { afterAttempt } from '../delivery/delivery.ts';
import type { DeliveryOrigin } from '../delivery/listed-message.domain.ts';
import type { Schedules } from '../delivery/schedule.domain.ts';
import { batchedWrites } from './batched-writes.ts';
import { PROMPT_MS } from './receiver-queue.ts';

/** Records an attempt, with its event; gives what the delivery became, undefined where it is no more. */
export type RecordAttempt = (
  attempted: DeliveryDocument,
  made: MadeAttempt,
) => Promise<DeliveryDocument | undefined>;

/** Writes deliveries with what their attempts came to. A store that is away is waited for: what is not recorded is sent again. */
export interface DeliveryWriter {
  record: RecordAttempt;
  /**
   * Inserts a new delivery whose first attempt has begun, with what the attempt came to where it is recorded within
   * `PROMPT_MS`, else as pending.
   */
  insertWithAttempt(
    delivery: DeliveryDocument,
    origin: DeliveryOrigin,
  ): { inserted: Promise<WriteResult>; record: RecordAttempt };
  /**
   * Waits for no attempt any more: resolves once every delivery that has begun, and every attempt that has ended, is in the
   * store, or could not be written.
   */
  flush(): Promise<void>;
}

export interface DeliveryWriterDependencies {
  collection: Deliveries;
  schedules: Schedules;
  now: () => number;
  /** Aborted when the process ends: then a store that is away is no longer waited for. */
  stopping: AbortSignal;
}

/**
 * What is tried again seconds later need not be written at once. A commit keeps the event loop waiting for the disk, so that
 * dead receivers would cost the others more by their commits than by their attempts.
 */
const RETRY_WITHIN_MS = 200;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const PLATFORM: DeliveryOrigin = { actor: 'platform' };

export function deliveryWriter(dependencies: DeliveryWriterDependencies): DeliveryWriter {
  const { collection, schedules, now, stopping } = dependencies;
  const batch = batchedWrites(collection);
  const retries = batchedWrites(collection, RETRY_WITHIN_MS);
  /** Of each new delivery whose attempt is waited for: what inserts it as pending. */
  const awaited = new Set<() => void>();
  const inserting = new Set<Promise<unknown>>();

  const write = (
    document: DeliveryDocument,
    previous: DeliveryDocument | undefined,
    origin: DeliveryOrigin,
    { write: writeBatched } = batch,
  ) => writeBatched({ previous, document, events: deliveryEvents(document, previous, origin, now()) });

  const recorded = (attempted: DeliveryDocument, made: MadeAttempt, previousVersion?: number) => ({
    ...afterAttempt(attempted, made, schedules),
    version: nextVersion(previousVersion, now()),
  });

  /** Upon what the store has now. `origin`: of a delivery that may not be in the store yet, and is inserted then. */
  async function recordByReading(attempted: DeliveryDocument, made: MadeAttempt, origin?: DeliveryOrigin) {
    const changed = await change(collection, now, attempted._id, (current) => {
      const delivery = current ?? (origin && attempted);
      if (delivery === undefined || (current && isRecorded(current, made))) return { result: undefined };
      return {
        document: afterAttempt(delivery, made, schedules),
        events: (next) => deliveryEvents(next, current, current ? PLATFORM : (origin ?? PLATFORM), now()),
        result: undefined,
      };
    });
    return changed.status === 'duplicate' ? undefined : changed.document;
  }

  async function untilWritten<R>(writeOnce: () => Promise<R>): Promise<R> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return await writeOnce();
      } catch (error) {
        if (!(error instanceof StoreError && error.retryable) || stopping.aborted) throw error;
      }
      await pause(pauseMs, undefined, { signal: stopping }).catch(() => {});
    }
  }

  /** The delivery as it was attempted is at hand, so that it is read again only if another has changed it. */
  const record: RecordAttempt = (attempted, made) =>
    untilWritten(async () => {
      const document = recorded(attempted, made, attempted.version);
      const within = document.state.status === 'pending' ? retries : batch;
      const { status } = await write(document, attempted, PLATFORM, within);
      return status === 'written' ? document : recordByReading(attempted, made);
    });

  return {
    record,
    insertWithAttempt(delivery, origin) {
      const { promise: inserted, resolve } = Promise.withResolvers<WriteResult>();
      // After a stall, attempts that have ended go before the time that is up.
      const timer = setTimeout(() => setImmediate(insertPending), PROMPT_MS);
      const forget = () => void inserting.delete(inserted);
      inserting.add(inserted);
      inserted.then(forget, forget);
      awaited.add(insertPending);

      function insertPending(): void {
        if (awaited.has(insertPending)) insert(delivery);
      }

      function insert(document: DeliveryDocument): void {
        clearTimeout(timer);
        awaited.delete(insertPending);
        resolve(write(document, undefined, origin));
        // The consumer reads on once all that it waits for is written.
        if (awaited.size === 0) void batch.flush();
      }

      return {
        inserted,
        async record(attempted, made) {
          const isInTime = awaited.has(insertPending);
          const document = isInTime ? recorded(attempted, made) : attempted;
          if (isInTime) insert(document);
          const result = await inserted.catch(() => undefined);
          if (result?.status !== 'written') {
            return untilWritten(() => recordByReading(attempted, made, origin));
          }
          return isInTime ? document : record(attempted, made);
        },
      };
    },
    async flush() {
      const begun = [...inserting];
      for (const insertPending of awaited) insertPending();
      await Promise.allSettled([...begun, batch.flush(), retries.flush()]);
    },
  };
}

/** A write whose answer was lost may have been made. */
function isRecorded({ state }: DeliveryDocument, { startedAt, endedAt }: MadeAttempt): boolean {
  const at = new Date(startedAt).toISOString();
  const durationMs = Math.round(endedAt - startedAt);
  return state.attempts.some((attempt) => attempt.at === at && attempt.durationMs === durationMs);
}
