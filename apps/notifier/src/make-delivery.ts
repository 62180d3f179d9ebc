import type { Origin } from '@gatehouse/contracts';
import { nextVersion } from '@gatehouse/store';
import { receiverOf } from './content.ts';
import { newDelivery, type OwedItem } from './delivery.ts';
import { deliveryEvent } from './delivery-event.ts';
import type { Worker } from './dispatch/worker.ts';
import type { Schedule } from './schedule.ts';
import type { Deliveries } from './stores/deliveries.ts';

export interface DeliveryMakerOptions {
  collection: Deliveries;
  worker: Worker;
  schedule: Schedule;
  now: () => number;
}

/** Makes the one delivery of what is owed, under its id, and hands it to the worker; `known` where it was made before. */
export type MakeDelivery = (
  item: OwedItem,
  origin: Pick<Origin, 'actor' | 'causationId'>,
) => Promise<'made' | 'known'>;

export function deliveryMaker({ collection, worker, schedule, now }: DeliveryMakerOptions): MakeDelivery {
  return async (item, origin) => {
    const at = now();
    const receiver = receiverOf(item.content);
    const draft = newDelivery(item, schedule, at);
    const mine = (draft.wakeAt ?? 0) <= at && worker.reserve(receiver, item.id);
    let written = false;
    try {
      const document = { ...(mine ? worker.stamped(draft) : draft), version: nextVersion(undefined, at) };
      const events = [deliveryEvent(document, undefined, origin, at)];
      written = (await collection.write({ document, events })).status === 'written';
      if (!written) return 'known';
      if (mine) worker.take(receiver, document);
      else worker.note(receiver, document.wakeAt ?? at);
      return 'made';
    } finally {
      if (mine && !written) worker.cancel(receiver, item.id);
    }
  };
}
