import { setTimeout as pause } from 'node:timers/promises';
import type { Collection, Document, PendingEvent } from './port.ts';
import { nextVersion, StoreError } from './port.ts';

/** A document as an app decides it: the store gives the version. */
export type Draft<D extends Document> = Omit<D, 'version'>;

/** The result of a pure decision. Without `document` nothing is written. */
export interface Decision<D extends Document, R> {
  document?: Draft<D>;
  /** The events of this change, made from the document as it will be stored. */
  events?: (document: D) => readonly PendingEvent[];
  result: R;
}

export type ChangeResult<D extends Document, R> =
  | { status: 'changed'; document: D; previous: D | undefined; result: R }
  | { status: 'unchanged'; document: D | undefined; result: R }
  | { status: 'duplicate'; index: string; result: R };

const ATTEMPTS = 50;
/** After so many lost races a writer pauses before it tries again, at most so long. */
const TOGETHER = 3;
const MOST_PAUSE_MS = 20;

/**
 * Reads a document, decides its change, and writes it with its events in one write. After a lost race it reads and
 * decides again, so `decide` must be pure. Its second argument is the version that the change will have.
 */
export async function change<D extends Document, R = undefined>(
  collection: Collection<D>,
  now: () => number,
  id: string,
  decide: (current: D | undefined, version: number) => Decision<D, R>,
): Promise<ChangeResult<D, R>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // Random pauses spread competing writers out; otherwise all but one of them would lose each round.
    if (attempt >= TOGETHER) await pause(Math.random() * Math.min(attempt, MOST_PAUSE_MS));
    const previous = await collection.get(id);
    const version = nextVersion(previous?.version, now());
    const decision = decide(previous, version);
    if (decision.document === undefined) {
      return { status: 'unchanged', document: previous, result: decision.result };
    }
    const document = { ...decision.document, version } as D;
    const events = decision.events?.(document) ?? [];
    const written = await collection.write({ previous, document, events });
    if (written.status === 'written')
      return { status: 'changed', document, previous, result: decision.result };
    if (written.status === 'duplicate') {
      return { status: 'duplicate', index: written.index, result: decision.result };
    }
  }
  throw new StoreError(`${collection.name}: lost ${ATTEMPTS} races for one document`, { retryable: true });
}
