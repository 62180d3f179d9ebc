import { setTimeout as pause } from 'node:timers/promises';
import { change, nextVersion, StoreError } from '@gatehouse/store';
import type { Deliveries } from '../delivery/deliveries.store.ts';
import {
  afterAttempt,
  type DeliveryDocument,
  type DeliveryDraft,
  type MadeAttempt,
} from '../delivery/delivery.ts';
import { deliveryEvent } from '../delivery/delivery-event.ts';
import type { Schedule } from '../delivery/schedule.domain.ts';
import type { DeliveryWrites } from './delivery-writer.ts';

export interface RecorderOptions {
  collection: Deliveries;
  writes: Pick<DeliveryWrites, 'write'>;
  schedule: Schedule;
  now: () => number;
  /** Set once the process ends: then a store that is away is waited for no longer. */
  stopping: AbortSignal;
}

/** Records an attempt with its event; undefined where the delivery is no more. */
export type RecordAttempt = (
  tried: DeliveryDocument,
  made: MadeAttempt,
) => Promise<DeliveryDocument | undefined>;

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const ORIGIN = { actor: 'platform' };

/**
 * One write for an attempt: the document as it was tried is at hand, so it is not read again unless another has
 * changed it; attempts that end together are recorded together. A store that is away is waited for: what is not recorded is sent again.
 */
export function attemptRecorder(options: RecorderOptions): RecordAttempt {
  const { collection, writes, schedule, now, stopping } = options;

  async function writeOnce(
    tried: DeliveryDocument,
    made: MadeAttempt,
  ): Promise<DeliveryDocument | undefined> {
    const version = nextVersion(tried.version, now());
    const document = { ...afterAttempt(tried, made, schedule), version };
    const written = await writes.write({ previous: tried, document, origin: ORIGIN });
    if (written.status === 'written') return document;
    return onTopOfWhatIsThere(tried._id, made);
  }

  async function onTopOfWhatIsThere(id: string, made: MadeAttempt): Promise<DeliveryDocument | undefined> {
    const changed = await change(collection, now, id, (current) => {
      if (current === undefined || isRecorded(current, made)) return { result: undefined };
      const document: DeliveryDraft = afterAttempt(current, made, schedule);
      return {
        document,
        events: (next) => [deliveryEvent(next, current, ORIGIN, now())],
        result: undefined,
      };
    });
    return changed.status === 'duplicate' ? undefined : changed.document;
  }

  return async (tried, made) => {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return await writeOnce(tried, made);
      } catch (error) {
        if (!(error instanceof StoreError && error.retryable) || stopping.aborted) throw error;
      }
      await pause(pauseMs, undefined, { signal: stopping }).catch(() => {});
    }
  };
}

/** A write whose answer was lost may have happened. */
function isRecorded({ state }: DeliveryDocument, { startedAt, endedAt }: MadeAttempt): boolean {
  const at = new Date(startedAt).toISOString();
  const durationMs = Math.round(endedAt - startedAt);
  return state.attempts.some((attempt) => attempt.at === at && attempt.durationMs === durationMs);
}
