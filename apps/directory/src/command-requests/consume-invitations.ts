import { parseEvent, topics } from '@gatehouse/contracts';
import {
  type EventLog,
  type FailureLog,
  type Outcome,
  type ParsedRecord,
  type SubscribeOptions,
  type Subscription,
  subscribe,
} from '@gatehouse/event-log';
import type { Organisations } from '../organisations/organisations.store.ts';
import { createLinking, type LinkInvitation } from './on-invitation-linking.ts';
import { onAcceptedRegistration, type RegistrationDependencies } from './on-registration-accepted.ts';

/** What the journey of invitations asks of this app: to link a user, and to make one. Everything else is for others. */
export async function handleInvitationRecord(
  dependencies: RegistrationDependencies & { link: LinkInvitation },
  record: ParsedRecord,
): Promise<Outcome> {
  const event = parseEvent(record.event);
  if (event === undefined) return { status: 'ignored', reason: 'unknown type' };
  const origin = { correlationId: event.correlationid, causationId: event.id, actor: event.actor };
  if (event.type === 'gatehouse.invitations.invitation.v1' && event.data.state.status === 'linking') {
    return dependencies.link(event.data.state, origin);
  }
  if (event.type === 'gatehouse.invitations.registration.v1' && event.data.state.status === 'accepted') {
    return onAcceptedRegistration(dependencies, event.data.state, origin);
  }
  return { status: 'ignored', reason: 'asks nothing of directory' };
}

export interface ConsumeInvitationsOptions extends RegistrationDependencies {
  organisations: Organisations;
  log: EventLog;
  logger: FailureLog;
  ping: () => Promise<void>;
  onOutcome: NonNullable<SubscribeOptions['onOutcome']>;
}

/** Follows the invitations' topic as the group `directory.invitations`. */
export function consumeInvitations(options: ConsumeInvitationsOptions): Promise<Subscription> {
  const { log, logger, ping, onOutcome, clock } = options;
  const dependencies = { ...options, link: createLinking(options) };
  return subscribe({
    log,
    group: 'directory.invitations',
    topics: [topics.invitations.name],
    handle: (record) => handleInvitationRecord(dependencies, record),
    now: () => clock.now(),
    ping,
    onOutcome,
    logger,
  });
}
