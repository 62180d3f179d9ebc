import type { ProjectGrant, ToldGrant } from './told-grant.ts';

/** Takes grants of one service in; for each, whether that changed the list. */
export type TakeIn = (grants: readonly ToldGrant[]) => Promise<boolean[]>;

/** How grants are taken in at the moment, and how many at a time at most. */
export interface Turn {
  takeIn: TakeIn;
  most: number;
  /** Whether the next may be begun while these are taken in. */
  overlapping?: boolean;
}

interface Waiting {
  grant: ToldGrant;
  resolve: (changed: boolean) => void;
  reject: (error: unknown) => void;
}

/** The grants of one service. */
interface Queue {
  waiting: Waiting[];
  underWay: Set<Promise<void>>;
  isWorkedOff: boolean;
}

/** Enough that one is prepared while the one before is written. */
const TURNS_AT_A_TIME = 3;

/** The grants of each service one turn after the other, as `turn` says before each; services side by side. */
export function byService(turn: () => Promise<Turn>): ProjectGrant {
  const queues = new Map<string, Queue>();

  async function workOff(queue: Queue): Promise<void> {
    const { waiting, underWay } = queue;
    while (waiting.length > 0) {
      while (underWay.size >= TURNS_AT_A_TIME) await Promise.race(underWay);
      let next: Turn;
      try {
        next = await turn();
      } catch (error) {
        for (const { reject } of waiting.splice(0)) reject(error);
        continue;
      }
      if (next.overlapping !== true) await Promise.all(underWay);
      const taken: Promise<void> = take(waiting.splice(0, next.most), next.takeIn).finally(() =>
        underWay.delete(taken),
      );
      underWay.add(taken);
    }
    queue.isWorkedOff = true;
  }

  function queueOf(serviceId: string): Queue {
    const known = queues.get(serviceId);
    if (known !== undefined) return known;
    const queue: Queue = { waiting: [], underWay: new Set(), isWorkedOff: true };
    queues.set(serviceId, queue);
    return queue;
  }

  async function begin(serviceId: string, queue: Queue): Promise<void> {
    queue.isWorkedOff = false;
    await workOff(queue);
    await Promise.all(queue.underWay);
    if (queue.isWorkedOff && queue.underWay.size === 0) queues.delete(serviceId);
  }

  return (grant) =>
    new Promise((resolve, reject) => {
      const { serviceId } = grant.state;
      const queue = queueOf(serviceId);
      queue.waiting.push({ grant, resolve, reject });
      if (queue.isWorkedOff) void begin(serviceId, queue);
    });
}

/** Never rejects. */
async function take(taken: readonly Waiting[], takeIn: TakeIn): Promise<void> {
  try {
    const changed = await takeIn(taken.map(({ grant }) => grant));
    for (const [place, { resolve }] of taken.entries()) resolve(changed[place] === true);
  } catch (error) {
    for (const { reject } of taken) reject(error);
  }
}
