import type { ProjectGrant, ToldGrant } from './published-grant.ts';

/** Takes grants of one service in; for each, whether that changed the list. */
export type TakeIn = (grants: readonly ToldGrant[]) => Promise<boolean[]>;

interface Waiting {
  grant: ToldGrant;
  resolve: (changed: boolean) => void;
  reject: (error: unknown) => void;
}

/** Grants taken in together at most: with what else they write, about as much as the store takes at a time. */
const MOST_TOGETHER = 60;

/** Those of each service that wait are taken in together, one batch after the other; services do not wait for each other. */
export function byService(takeIn: TakeIn): ProjectGrant {
  const queues = new Map<string, Waiting[]>();

  async function workOff(serviceId: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) await take(waiting.splice(0, MOST_TOGETHER), takeIn);
    queues.delete(serviceId);
  }

  return (grant) =>
    new Promise((resolve, reject) => {
      const { serviceId } = grant.state;
      const waiting = queues.get(serviceId);
      const next = { grant, resolve, reject };
      if (waiting !== undefined) {
        waiting.push(next);
        return;
      }
      const queue = [next];
      queues.set(serviceId, queue);
      void workOff(serviceId, queue);
    });
}

/** Never rejects. Where it is no passing failure, each is taken in alone: so it is known which is at fault. */
async function take(taken: readonly Waiting[], takeIn: TakeIn): Promise<void> {
  try {
    const changed = await takeIn(taken.map(({ grant }) => grant));
    for (const [n, { resolve }] of taken.entries()) resolve(changed[n] === true);
  } catch (error) {
    const isPassing = error instanceof Error && 'retryable' in error && error.retryable === true;
    if (taken.length > 1 && !isPassing) for (const each of taken) await take([each], takeIn);
    else for (const { reject } of taken) reject(error);
  }
}
