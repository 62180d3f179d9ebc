import { type EventOf, type EventType, parseEvent, topics } from '@gatehouse/contracts';
import {
  type EventLog,
  type Outcome,
  type ParsedRecord,
  type SubscribeOptions,
  type Subscription,
  subscribe,
} from '@gatehouse/event-log';
import type { Journey } from './dependencies.ts';
import { onDelivery } from './on-delivery.ts';
import { onInvitation, onRegistration, type UsersReachEnd } from './on-lifecycle.ts';
import { onServiceLink } from './on-service-link.ts';

export type Reactions = { [T in EventType]?: (event: EventOf<T>) => Promise<unknown> };

export interface StartConsumersOptions {
  eventLog: EventLog;
  journey: Journey;
  /** See `UsersReachEnd`. */
  usersReachEnd: UsersReachEnd;
  /** Rejects while the store is away. */
  pingStore: () => Promise<void>;
  onOutcome: NonNullable<SubscribeOptions['onOutcome']>;
}

/** What follows the log beside the copies, by its group. */
export type Consumers = Readonly<
  Record<`invitations.${'service-links' | 'deliveries' | 'lifecycle'}`, Subscription>
>;

/** Handles the events of some types. */
export function reactTo(reactions: Reactions) {
  return async ({ event }: ParsedRecord): Promise<Outcome> => {
    const parsed = parseEvent(event);
    if (parsed === undefined) return { status: 'ignored', reason: 'unknown type' };
    const react = reactions[parsed.type] as ((event: EventOf<EventType>) => Promise<unknown>) | undefined;
    if (react === undefined) return { status: 'ignored', reason: 'no reaction' };
    await react(parsed);
    return { status: 'done' };
  };
}

const BARRIER_PING_MS = 500;

/** Starts everything that decides by the copies. */
export async function startConsumers(options: StartConsumersOptions): Promise<Consumers> {
  const { eventLog, journey, usersReachEnd, pingStore, onOutcome } = options;
  const follow = (what: string, topic: string, reactions: Reactions, ping = pingStore) =>
    subscribe({
      log: eventLog,
      group: `invitations.${what}`,
      topics: [topic],
      handle: reactTo(reactions),
      now: () => journey.clock.now(),
      ping,
      onOutcome,
      logger: journey.log,
    });

  const serviceLinks = await follow('service-links', topics.grants.name, {
    'gatehouse.access.service-link.v1': (event) => onServiceLink(journey, event),
  });
  const deliveries = await follow('deliveries', topics.deliveries.name, {
    'gatehouse.notifier.delivery.v1': (event) => onDelivery(journey, event),
  });
  const lifecycle = await follow(
    'lifecycle',
    topics.invitations.name,
    {
      'gatehouse.invitations.invitation.v1': (event) => onInvitation(journey, usersReachEnd, event),
      'gatehouse.invitations.registration.v1': (event) => onRegistration(journey, event),
    },
    // A copy of users that lags is no invitation's fault: nothing is given up for it.
    async () => {
      await pingStore();
      if (!(await usersReachEnd(BARRIER_PING_MS))) throw new Error('the copy of users lags behind the log');
    },
  );
  return {
    'invitations.service-links': serviceLinks,
    'invitations.deliveries': deliveries,
    'invitations.lifecycle': lifecycle,
  };
}
