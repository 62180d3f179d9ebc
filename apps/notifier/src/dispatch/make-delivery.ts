import type { Origin } from '@gatehouse/contracts';
import { nextVersion } from '@gatehouse/store';
import { receiverOf } from '../delivery/content.domain.ts';
import type { Deliveries } from '../delivery/deliveries.store.ts';
import { type DeliveryDraft, type ItemToSend, newDelivery } from '../delivery/delivery.ts';
import { deliveryEvent } from '../delivery/delivery-event.ts';
import type { Schedule } from '../delivery/schedule.domain.ts';
import type { DeliveryWrites } from './delivery-writer.ts';
import type { Worker } from './dispatcher.ts';
import { gatheredLookups } from './gathered-lookups.ts';

export interface DeliveryMakerOptions {
  collection: Deliveries;
  writes: Pick<DeliveryWrites, 'begin'>;
  worker: Worker;
  schedule: Schedule;
  now: () => number;
}

/** Where a delivery comes from: who caused what is owed. */
type MadeFrom = Pick<Origin, 'actor' | 'causationId'>;

/** Makes the one delivery of what is owed, under its id, and hands it to the worker; `known` where it was made before. */
export type MakeDelivery = (item: ItemToSend, origin: MadeFrom) => Promise<'made' | 'known'>;

export function deliveryMaker(options: DeliveryMakerOptions): MakeDelivery {
  const { collection, writes, worker, schedule, now } = options;
  const isKnown = gatheredLookups(collection);

  return async (item, origin) => {
    const at = now();
    const receiver = receiverOf(item.content);
    const draft = newDelivery(item, schedule, at);
    const mine = (draft.wakeAt ?? 0) <= at && (await worker.reserve(receiver, item.id));
    const make = mine && worker.triesFirst(receiver) ? tryFirst : writeFirst;
    return make({ receiver, draft, origin, at, mine });
  };

  interface Beginning {
    receiver: string;
    draft: DeliveryDraft;
    origin: MadeFrom;
    at: number;
    /** Whether the worker keeps a place for it. */
    mine: boolean;
  }

  /**
   * The attempt goes first, and what it came to is written with the delivery. What is owed is read again until that
   * stands, so a crash before it repeats the attempt, under the same id.
   */
  async function tryFirst({ receiver, draft, origin, at }: Beginning): Promise<'made' | 'known'> {
    const document = { ...draft, version: nextVersion(undefined, at) };
    let begun = false;
    try {
      if (await isKnown(document._id)) return 'known';
      begun = true;
    } finally {
      if (!begun) worker.cancel(receiver, document._id);
    }
    const writing = writes.begin({ document, origin });
    worker.take(receiver, document);
    return (await writing).status === 'written' ? 'made' : 'known';
  }

  async function writeFirst({ receiver, draft, origin, at, mine }: Beginning): Promise<'made' | 'known'> {
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
      if (mine && !written) worker.cancel(receiver, draft._id);
    }
  }
}
