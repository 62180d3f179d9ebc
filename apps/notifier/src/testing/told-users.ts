import { entityOfWebhookEvent, subjectOfWebhookEvent, type WebhookEvent } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import type { ListedEvent } from '../webhook/make-event-delivery.ts';

const AT = new Date().toISOString();
const NAMES = ['email', 'family_name', 'given_name'] as const;

/** What a webhook is told of one user, at random, as its notices list it: by growing versions of each entity. */
export function eventsOfUser(serviceId: string, count: number, random: () => number): ListedEvent[] {
  const userId = newId();
  const organisationIds = [newId(), newId()];
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  return Array.from({ length: count }, (_, index): ListedEvent => {
    const version = index + 1;
    const member = { userId, organisationId: pick(organisationIds) };
    const event = pick<Pick<WebhookEvent, 'type' | 'data'>>([
      { type: 'user.updated', data: { userId, changed: [pick(NAMES)], version } },
      { type: 'user.deactivated', data: { userId, changed: ['status'], version } },
      {
        type: 'membership.changed',
        data: { ...member, changed: [pick(['roleId', 'textIdentifier'])], version },
      },
      { type: 'membership.removed', data: { ...member, version } },
    ]);
    const about = { id: newId(), at: AT, correlationId: 'c', serviceId, url: 'http://127.0.0.1:9/' };
    const message = {
      ...about,
      kind: 'webhook' as const,
      event: { ...event, timestamp: AT } as WebhookEvent,
    };
    return { message, causedBy: userId, listedAt: version };
  });
}

/** Faults of what was sent, in its order: an event after a later one of its user, or a change that no event told. */
export function faultsOf(told: readonly ListedEvent[], sent: readonly WebhookEvent[]): string[] {
  const faults: string[] = [];
  let newest = 0;
  for (const event of sent) {
    const version = versionOf(event);
    if (version < newest) faults.push(`${event.type} at ${version} was sent after ${newest}`);
    newest = Math.max(newest, version);
  }
  for (const { message } of told) {
    const isTold = sent.some((event) => tells(event, message.event));
    if (!isTold) faults.push(`nothing tells of ${message.event.type} at ${versionOf(message.event)}`);
  }
  return faults;
}

function tells(event: WebhookEvent, change: WebhookEvent): boolean {
  if (entityOfWebhookEvent(event) !== entityOfWebhookEvent(change)) return false;
  if (versionOf(event) < versionOf(change)) return false;
  if (event.type.endsWith('.removed')) return true;
  return event.type === change.type && namesOf(change).every((name) => namesOf(event).includes(name));
}

const namesOf = ({ data }: WebhookEvent): readonly string[] => ('changed' in data ? data.changed : []);
const versionOf = ({ data }: WebhookEvent): number => ('version' in data ? data.version : 0);

/** Its deliveries wait for each other. */
export function orderKeyOfUser(serviceId: string, [first]: readonly ListedEvent[]): string {
  return `${serviceId}/${first === undefined ? '' : subjectOfWebhookEvent(first.message.event)}`;
}
