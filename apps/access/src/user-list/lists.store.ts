import { type Collection, change, type Document, defineCollection, Schema } from '@gatehouse/store';
import { LISTS } from './list-rows.store.ts';

/** What is known of one service's list beside its rows; its id is the service's. */
export interface ListDocument extends Document {
  /** The life of this list: another one after each rebuild, and positions of an earlier one mean nothing. */
  epoch: string;
  /** When a page was last asked for, give or take; milliseconds. */
  walkedAt?: number;
  /** Until then one instance may move records; milliseconds. */
  movingUntil?: number;
}

export type Lists = Collection<ListDocument>;

export const listsCollection = defineCollection<ListDocument>(
  LISTS,
  new Schema({
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    epoch: { type: String, required: true },
    walkedAt: Number,
    movingUntil: Number,
  }),
);

interface Parts {
  lists: Lists;
  now: () => number;
  newId: () => string;
}

/** The epoch of a service's list, which begins when it is first asked for. */
export async function epochOf({ lists, now, newId }: Parts, serviceId: string): Promise<string> {
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

/** Remembers that pages are asked for; false while records are being moved, when nobody may begin to walk. */
export async function beginWalk({ lists, now, newId }: Parts, serviceId: string): Promise<boolean> {
  const at = now();
  const { result } = await change(lists, now, serviceId, (current) => {
    if (current?.movingUntil !== undefined && current.movingUntil > at) return { result: false };
    const document = { ...(current ?? { epoch: newId() }), _id: serviceId, walkedAt: at };
    return { document, result: true };
  });
  return result;
}

/** Claims the moving of records until an instant; false where somebody walks or moves. */
export async function beginMoving(
  { lists, now, newId }: Parts,
  serviceId: string,
  { quietMs, forMs }: { quietMs: number; forMs: number },
): Promise<boolean> {
  const at = now();
  const { result } = await change(lists, now, serviceId, (current) => {
    const isWalked = current?.walkedAt !== undefined && current.walkedAt + quietMs > at;
    const isMoved = current?.movingUntil !== undefined && current.movingUntil > at;
    if (isWalked || isMoved) return { result: false };
    const document = { ...(current ?? { epoch: newId() }), _id: serviceId, movingUntil: at + forMs };
    return { document, result: true };
  });
  return result;
}

export async function endMoving({ lists, now }: Parts, serviceId: string): Promise<void> {
  await change(lists, now, serviceId, (current) => {
    if (current?.movingUntil === undefined) return { result: undefined };
    const { movingUntil: _movingUntil, ...document } = current;
    return { document, result: undefined };
  });
}
