import { type Collection, change, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';
import { LISTS } from './list-rows.store.ts';

/** What is stored of one service's list next to its rows; its id is the service's. */
const schema = documentSchema({
  /** The id of this build of the list. A rebuild makes a new list with other positions, so cursors carry the epoch. */
  epoch: { type: String, required: true },
  /** When a page was last requested, to 30 seconds; milliseconds. */
  walkedAt: Number,
  /** The end of the lease of the instance that fills slots; milliseconds. */
  fillingUntil: Number,
});

export const listsCollection = defineCollection(LISTS, schema);
export type ListDocument = DocumentOf<typeof schema>;
export type Lists = Collection<ListDocument>;

export interface ListsDependencies {
  lists: Lists;
  now: () => number;
  newId: () => string;
}

/** The epoch of a service's list; the first call makes it. */
export async function epochOf({ lists, now, newId }: ListsDependencies, serviceId: string): Promise<string> {
  const known = await lists.get(serviceId);
  if (known !== undefined) return known.epoch;
  const epoch = newId();
  const { result } = await change(lists, now, serviceId, (current) =>
    current === undefined
      ? { document: { _id: serviceId, epoch }, result: epoch }
      : { result: current.epoch },
  );
  return result;
}

/** Changes a list's phase where `next` allows it; answers whether it does. */
async function changePhase(
  { lists, now, newId }: ListsDependencies,
  serviceId: string,
  next: (current: Partial<ListDocument>, at: number) => Partial<ListDocument> | undefined,
): Promise<boolean> {
  const at = now();
  const { result } = await change(lists, now, serviceId, (current) => {
    const members = next(current ?? {}, at);
    if (members === undefined) return { result: false };
    return { document: { ...(current ?? { epoch: newId() }), _id: serviceId, ...members }, result: true };
  });
  return result;
}

/** Any phase but filling → walked. False while the list is filling. */
export function beginWalk(dependencies: ListsDependencies, serviceId: string): Promise<boolean> {
  return changePhase(dependencies, serviceId, ({ fillingUntil = 0 }, at) =>
    fillingUntil > at ? undefined : { walkedAt: at },
  );
}

/** Quiet → filling, for as long as the lease says. False in any other phase. */
export function beginFilling(
  dependencies: ListsDependencies,
  serviceId: string,
  { quietMs, leaseMs }: { quietMs: number; leaseMs: number },
): Promise<boolean> {
  return changePhase(dependencies, serviceId, ({ walkedAt = -quietMs, fillingUntil = 0 }, at) =>
    walkedAt + quietMs > at || fillingUntil > at ? undefined : { fillingUntil: at + leaseMs },
  );
}

/** Filling → quiet. */
export async function endFilling({ lists, now }: ListsDependencies, serviceId: string): Promise<void> {
  await change(lists, now, serviceId, (current) => {
    if (current?.fillingUntil === undefined) return { result: undefined };
    const { fillingUntil: _fillingUntil, ...document } = current;
    return { document, result: undefined };
  });
}
