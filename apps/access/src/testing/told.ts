import { messagesIn, parseEvent, topics, type WebhookMessage } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';

/** A webhook's event as access publishes it, and who is told. */
export interface Told {
  type: string;
  data: Record<string, unknown>;
  serviceIds: readonly string[];
  message: WebhookMessage;
}

/** Gathers what access tells services, from the log. */
export async function gatherTold(eventLog: EventLog) {
  const told: Told[] = [];
  const consumer = await eventLog.consume({
    topics: [topics.notices.name],
    async handle(records) {
      for (const { value } of records) {
        const event = parseEvent(JSON.parse(value));
        if (event?.type !== 'gatehouse.access.notice.v1') continue;
        for (const message of event.data.state.messages.flatMap(messagesIn)) {
          const { type, data } = message.event;
          told.push({ type, data, serviceIds: message.serviceIds, message });
        }
      }
    },
  });
  return {
    /** All about one user or organisation, in the order of the log. */
    about: (id: string) => told.filter(({ data }) => [data.userId, data.organisationId].includes(id)),
    close: () => consumer.close(),
  };
}
