import type { ProjectGrant, ToldGrant } from './told-grant.ts';

/** Takes grants of one service in; for each, whether that changed the list. */
export type TakeIn = (grants: readonly ToldGrant[]) => Promise<boolean[]>;

/** How grants are taken in at the moment, and how many at a time at most. */
export interface Turn {
  takeIn: TakeIn;
  most: number;
}

interface Waiting {
  grant: ToldGrant;
  resolve: (changed: boolean) => void;
  reject: (error: unknown) => void;
}

/** The grants of each service one turn after the other, as `turn` says before each; services side by side. */
export function byService(turn: () => Promise<Turn>): ProjectGrant {
  const queues = new Map<string, Waiting[]>();

  async function workOff(serviceId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      let taken: Waiting[] = [];
      try {
        const { takeIn, most } = await turn();
        taken = queue.splice(0, most);
        const changed = await takeIn(taken.map(({ grant }) => grant));
        for (const [place, { resolve }] of taken.entries()) resolve(changed[place] === true);
      } catch (error) {
        for (const { reject } of taken.length > 0 ? taken : queue.splice(0)) reject(error);
      }
    }
    queues.delete(serviceId);
  }

  return (grant) =>
    new Promise((resolve, reject) => {
      const { serviceId } = grant.state;
      const queue = queues.get(serviceId);
      if (queue !== undefined) {
        queue.push({ grant, resolve, reject });
        return;
      }
      const begun = [{ grant, resolve, reject }];
      queues.set(serviceId, begun);
      void workOff(serviceId, begun);
    });
}
