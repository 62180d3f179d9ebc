/** Places in the worker's memory, for deliveries about to be tried. */
export interface Places {
  /** Keeps one, where there is one or one comes free within 50 ms; false where the delivery shall wait in the store. */
  keep(receiver: string, id: string): Promise<boolean>;
  /** There may be room for the receiver's again. */
  freed(receiver: string): void;
}

export interface PlacesOptions {
  reserve: (receiver: string, id: string) => boolean;
  /** Whether places with the receiver come free fast enough to be waited for. */
  isPrompt: (receiver: string) => boolean;
}

interface Queue {
  waiting: { id: string; resolve: (kept: boolean) => void }[];
  timer: NodeJS.Timeout;
}

const WAIT_MS = 50;

/**
 * What comes faster than a receiver takes it waits a moment for those before it, so that its first attempt costs no
 * write of its own; what comes much faster waits in the store.
 */
export function createPlaces({ reserve, isPrompt }: PlacesOptions): Places {
  const queues = new Map<string, Queue>();

  function open(receiver: string): Queue {
    const queue: Queue = { waiting: [], timer: setTimeout(() => giveUp(receiver, queue), WAIT_MS) };
    queues.set(receiver, queue);
    return queue;
  }

  function giveUp(receiver: string, { waiting }: Queue): void {
    queues.delete(receiver);
    for (const { resolve } of waiting) resolve(false);
  }

  return {
    async keep(receiver, id) {
      const queue = queues.get(receiver);
      if (queue === undefined && reserve(receiver, id)) return true;
      if (!isPrompt(receiver)) return false;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      (queue ?? open(receiver)).waiting.push({ id, resolve });
      return promise;
    },
    freed(receiver) {
      const queue = queues.get(receiver);
      if (queue === undefined) return;
      let [first] = queue.waiting;
      while (first !== undefined && reserve(receiver, first.id)) {
        queue.waiting.shift();
        first.resolve(true);
        [first] = queue.waiting;
      }
      if (first !== undefined) return;
      clearTimeout(queue.timer);
      queues.delete(receiver);
    },
  };
}
