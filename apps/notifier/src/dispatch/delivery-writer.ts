import type { Origin } from '@gatehouse/contracts';
import type { Collection, WriteResult } from '@gatehouse/store';
import type { DeliveryDocument } from '../delivery/delivery.ts';
import { deliveryEvent } from '../delivery/delivery-event.ts';
import { gatheredWrites } from './gathered-writes.ts';
import { PROMPT_MS } from './scheduler.ts';

/** What becomes of a delivery, and by whom. */
export interface DeliveryChange {
  /** Absent for a new one. */
  previous?: DeliveryDocument | undefined;
  document: DeliveryDocument;
  origin: Pick<Origin, 'actor' | 'causationId'>;
}

/** Writes of deliveries with their events, made in company. */
export interface DeliveryWrites {
  write(change: DeliveryChange): Promise<WriteResult>;
  /**
   * Writes a new delivery whose first attempt begins now. For a moment it waits for the attempt's end: a `write` upon its
   * document takes its place, so that both are one, and its answer is the answer to both.
   */
  begin(change: Omit<DeliveryChange, 'previous'>): Promise<WriteResult>;
  /** Waits for no attempt any more: resolves once all that has begun by now stands, or could not be written. */
  settle(): Promise<void>;
}

/** A new delivery that is not known to stand in the store. */
interface Begun {
  origin: DeliveryChange['origin'];
  settled: PromiseWithResolvers<WriteResult>;
}

export function deliveryWrites(
  collection: Pick<Collection<DeliveryDocument>, 'writeMany'>,
  now: () => number,
): DeliveryWrites {
  const gathered = gatheredWrites(collection);
  const begun = new WeakMap<DeliveryDocument, Begun>();
  const waiting = new Map<DeliveryDocument, Begun>();
  const unsettled = new Set<Promise<WriteResult>>();
  let timer: NodeJS.Timeout | undefined;

  async function send({ previous, document, origin }: DeliveryChange): Promise<WriteResult> {
    const events = [deliveryEvent(document, previous, origin, now())];
    return gathered.write({ previous, document, events });
  }

  /** Inserts what has become of a new delivery. What fails may be tried again: it stands only once the store has said so. */
  async function insert(first: DeliveryDocument, { origin }: Begun, document: DeliveryDocument) {
    const result = await send({ document, origin });
    begun.delete(first);
    return result;
  }

  /** The consumer waits no longer: with the last that it waits for, all that is gathered goes. */
  function end(first: DeliveryDocument, its: Begun, document: DeliveryDocument): void {
    waiting.delete(first);
    insert(first, its, document).then(its.settled.resolve, its.settled.reject);
    if (waiting.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
    gathered.flush();
  }

  function endAll(): void {
    for (const [first, its] of waiting) end(first, its, first);
  }

  function keep(settled: Promise<WriteResult>): void {
    const forget = () => void unsettled.delete(settled);
    unsettled.add(settled);
    settled.then(forget, forget);
  }

  return {
    async write(change) {
      const { previous, document } = change;
      const its = previous && begun.get(previous);
      if (previous === undefined || its === undefined) return send(change);
      if (waiting.has(previous)) {
        end(previous, its, document);
        return its.settled.promise;
      }
      await its.settled.promise.catch(() => {});
      return begun.has(previous) ? insert(previous, its, document) : send(change);
    },
    begin({ document, origin }) {
      const its = { origin, settled: Promise.withResolvers<WriteResult>() };
      begun.set(document, its);
      waiting.set(document, its);
      keep(its.settled.promise);
      // After a stall, answers that have come go before the time that is up.
      timer ??= setTimeout(() => setImmediate(endAll), PROMPT_MS);
      return its.settled.promise;
    },
    async settle() {
      const soFar = [...unsettled];
      endAll();
      await Promise.allSettled(soFar);
    },
  };
}
