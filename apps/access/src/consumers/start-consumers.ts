import { topics } from '@gatehouse/contracts';
import { type EventLog, type SubscribeOptions, type Subscription, subscribe } from '@gatehouse/event-log';
import type { Logger } from '@gatehouse/runtime';
import type { CountApprovers } from '../approver-counting.ts';
import type { KeepApprover } from '../approver-keeping.ts';
import type { SettleGrant } from '../grant-settling.ts';
import type { ProjectGrant } from '../list-projection.ts';
import type { Collections } from '../stores/collections.ts';
import { LISTS } from '../stores/list-rows.ts';
import { ORGANISATIONS } from '../stores/organisations.ts';
import { USERS } from '../stores/users.ts';
import { onGrantChanged } from './on-grant-changed.ts';
import { GRANTING_RETRIES, onInvitationGranting } from './on-invitation-granting.ts';
import { onOrganisationChanged } from './on-organisation-changed.ts';
import { onUserChanged } from './on-user-changed.ts';

interface Parts {
  collections: Collections;
  eventLog: EventLog;
  settle: SettleGrant;
  keepApprover: KeepApprover;
  countApprovers: CountApprovers;
  project: ProjectGrant;
  now: () => number;
  log: Logger;
  /** Rejects while the store or the log is away. */
  ping: () => Promise<void>;
  onOutcome: NonNullable<SubscribeOptions['onOutcome']>;
}

/**
 * Follows the neighbours; each consumer under the name of its group. A read model's group bears the generation of its collection, so that a new generation is
 * filled from the start while the old one is still read.
 */
export async function startConsumers(parts: Parts): Promise<Record<string, Subscription>> {
  const { collections, eventLog, now, log, ping, onOutcome } = parts;
  const all: Pick<SubscribeOptions, 'group' | 'topics' | 'handle' | 'retry'>[] = [
    {
      group: `access.${USERS}`,
      topics: [topics.users.name],
      handle: onUserChanged({ ...collections, ...parts }),
    },
    {
      group: `access.${ORGANISATIONS}`,
      topics: [topics.organisations.name],
      handle: onOrganisationChanged({ ...collections, ...parts }),
    },
    {
      group: `access.${LISTS}`,
      topics: [topics.grants.name],
      handle: onGrantChanged(parts),
    },
    {
      group: 'access.granting',
      topics: [topics.invitations.name],
      handle: onInvitationGranting({ ...collections, ...parts }),
      retry: GRANTING_RETRIES,
    },
  ];
  const started = await Promise.all(
    all.map(async (options) => {
      const subscription = await subscribe({ ...options, log: eventLog, now, ping, logger: log, onOutcome });
      return [options.group, subscription] as const;
    }),
  );
  return Object.fromEntries(started);
}
