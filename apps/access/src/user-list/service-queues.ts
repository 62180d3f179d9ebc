import type { PublishedGrant } from './user-list.ts';

/** Brings the list of a grant's service in line with the grant; false where it was already. */
export type ProjectGrant = (grant: PublishedGrant) => Promise<boolean>;

/** Projects grants of one service together; for each, whether that changed the list. */
export type ProjectBatch = (grants: readonly PublishedGrant[]) => Promise<boolean[]>;

interface Waiting {
  grant: PublishedGrant;
  resolve: (changed: boolean) => void;
  reject: (error: unknown) => void;
}

/** Grants projected together at most: with what else they write, about as much as the store takes at a time. */
const MOST_TOGETHER = 60;

/** Waiting grants of a service are projected together, one batch after the other. Services do not wait for each other. */
export function byService(project: ProjectBatch): ProjectGrant {
  const queues = new Map<string, Waiting[]>();

  async function workOff(serviceId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await settle(queue.splice(0, MOST_TOGETHER), project);
    queues.delete(serviceId);
  }

  return (grant) =>
    new Promise((resolve, reject) => {
      const { serviceId } = grant.state;
      const waiting = { grant, resolve, reject };
      const queue = queues.get(serviceId);
      if (queue !== undefined) {
        queue.push(waiting);
        return;
      }
      const next = [waiting];
      queues.set(serviceId, next);
      void workOff(serviceId, next);
    });
}

/** Never rejects. After a failure that will not pass each grant is projected alone, so that only the faulty one fails. */
async function settle(batch: readonly Waiting[], project: ProjectBatch): Promise<void> {
  try {
    const changed = await project(batch.map(({ grant }) => grant));
    for (const [n, { resolve }] of batch.entries()) resolve(changed[n] === true);
  } catch (error) {
    const isPassing = error instanceof Error && 'retryable' in error && error.retryable === true;
    if (batch.length > 1 && !isPassing) for (const each of batch) await settle([each], project);
    else for (const { reject } of batch) reject(error);
  }
}
