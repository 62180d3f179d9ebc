import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../port.ts';

/** What became of one item of a call that was made for several. */
export type Settled<O> = { value: O } | { error: unknown };

export interface GatheringOptions<I, O> {
  /** One call for all. Its rejection is everybody's. */
  send: (items: readonly I[]) => Promise<readonly Settled<O>[]>;
  /** Items in one call at most. */
  most: number;
  /** Items of one key are sent one after the other. */
  keyOf?: (item: I) => string;
  /** An item that has waited so long is not sent any more: whoever asked has been refused. */
  limitMs: number;
}

interface Waiting<I, O> extends PromiseWithResolvers<O> {
  item: I;
  key: string | undefined;
  since: number;
}

/** After a call that several shared, the next one waits so long for more. */
const PAUSE_MS = 10;
/** Full calls under way at a time. */
const FULL_AT_A_TIME = 4;

/**
 * Makes one call for what is asked in one turn of the event loop, and, while that call is under way, one for what is asked
 * meanwhile and in a moment after it. So a call by itself waits for nothing, and the more there are, the more of them share
 * one. Where more wait than fit, several full calls are under way.
 */
export function gathered<I, O>({ send, most, keyOf, limitMs }: GatheringOptions<I, O>) {
  let waiting: Waiting<I, O>[] = [];
  const sentKeys = new Set<string>();
  let underWay = 0;
  let isDue = false;

  /** The next items to send, in their order; the others go on waiting. */
  function take(): Waiting<I, O>[] {
    const taken: Waiting<I, O>[] = [];
    const left: Waiting<I, O>[] = [];
    const held = new Set<string>();
    const oldest = performance.now() - limitMs;
    for (const each of waiting) {
      const { key } = each;
      if (each.since < oldest) each.reject(new StoreError('not sent in time', { retryable: true }));
      else if (taken.length === most || (key !== undefined && (sentKeys.has(key) || held.has(key)))) {
        left.push(each);
        if (key !== undefined) held.add(key);
      } else {
        taken.push(each);
        if (key !== undefined) sentKeys.add(key);
      }
    }
    waiting = left;
    return taken;
  }

  function begin(): void {
    isDue = false;
    while (waiting.length > 0 && (underWay === 0 || (waiting.length >= most && underWay < FULL_AT_A_TIME))) {
      const taken = take();
      if (taken.length === 0) return;
      underWay++;
      void settle(taken).finally(async () => {
        // It counts as under way: full calls begin meanwhile.
        if (taken.length > 1 && waiting.length < most) await delay(PAUSE_MS);
        underWay--;
        begin();
      });
    }
  }

  /** Never rejects. */
  async function settle(taken: readonly Waiting<I, O>[]): Promise<void> {
    const settled = await send(taken.map(({ item }) => item)).catch((error: unknown) =>
      taken.map((): Settled<O> => ({ error })),
    );
    for (const [index, { key, resolve, reject }] of taken.entries()) {
      if (key !== undefined) sentKeys.delete(key);
      const each = settled[index];
      if (each !== undefined && 'value' in each) resolve(each.value);
      else reject(each?.error);
    }
  }

  return (item: I): Promise<O> => {
    const settled = Promise.withResolvers<O>();
    waiting.push({ item, key: keyOf?.(item), since: performance.now(), ...settled });
    if (!isDue && (underWay === 0 || waiting.length >= most)) {
      isDue = true;
      setImmediate(begin);
    }
    return settled.promise;
  };
}
