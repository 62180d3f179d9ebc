import { nextVersion } from '@gatehouse/store';
import { deliveryEvents } from '../delivery/change-delivery.ts';
import type { Deliveries } from '../delivery/deliveries.store.ts';
import { newDelivery } from '../delivery/delivery.ts';
import type { Kinds } from '../delivery/kind.domain.ts';
import type { MakeDelivery } from '../delivery/listed-message.domain.ts';
import type { Schedules } from '../delivery/schedule.domain.ts';
import type { DeliveryWriter } from './delivery-writer.ts';
import type { Dispatcher } from './dispatcher.ts';
import { knownDeliveries } from './known-deliveries.ts';

export interface DeliveryMakerDependencies {
  collection: Deliveries;
  writer: Pick<DeliveryWriter, 'insertWithAttempt'>;
  dispatcher: Dispatcher;
  kinds: Kinds;
  schedules: Schedules;
  now: () => number;
}

export function deliveryMaker(dependencies: DeliveryMakerDependencies): MakeDelivery {
  const { collection, writer, dispatcher, now } = dependencies;
  const isKnown = knownDeliveries(collection);

  return async (listed, origin) => {
    const at = now();
    const version = nextVersion(undefined, at);
    const delivery = newDelivery(listed, dependencies, at);
    const { _id: id, queue: receiver, wakeAt = at } = delivery;
    const isAdmitted = wakeAt <= at && dispatcher.admit(receiver, id);
    let isEnqueued = false;

    /** The consumer reads the message again until its delivery is in the store, so a crash before that repeats the attempt. */
    async function insertWithAttempt(): Promise<boolean> {
      if (await isKnown(id)) return false;
      const document = { ...delivery, version };
      const { inserted, record } = writer.insertWithAttempt(document, origin);
      dispatcher.enqueue(receiver, document, record);
      isEnqueued = true;
      return (await inserted).status === 'written';
    }

    async function insert(): Promise<boolean> {
      const document = { ...(isAdmitted ? dispatcher.leased(delivery) : delivery), version };
      const events = deliveryEvents(document, undefined, origin, at);
      if ((await collection.write({ document, events })).status !== 'written') return false;
      if (isAdmitted) dispatcher.enqueue(receiver, document);
      else dispatcher.dueAt(receiver, wakeAt);
      isEnqueued = isAdmitted;
      return true;
    }

    try {
      const isFirst = isAdmitted && dispatcher.attemptsFirst(receiver);
      return (await (isFirst ? insertWithAttempt() : insert())) ? 'made' : 'known';
    } finally {
      if (isAdmitted && !isEnqueued) dispatcher.withdraw(receiver, id);
    }
  };
}
