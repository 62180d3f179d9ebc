import { topics } from '@gatehouse/contracts';
import {
  type EventLog,
  type Outcome,
  type SubscribeOptions,
  type Subscription,
  subscribe,
} from '@gatehouse/event-log';
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
  onOutcome: (topic: string, status: (Outcome | { status: 'dead' })['status']) => void;
}

/** A consumer under the name of its group. */
export interface NamedSubscription {
  name: string;
  subscription: Subscription;
}

/**
 * Follows the neighbours. A read model's group bears the generation of its collection, so that a new generation is
 * filled from the start while the old one is still read.
 */
export function startConsumers(parts: Parts): Promise<NamedSubscription[]> {
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
  return Promise.all(
    all.map(async (options) => {
      const subscription = await subscribe({
        ...options,
        log: eventLog,
        now,
        ping,
        logger: log,
        onOutcome: (topic, { status }) => onOutcome(topic, status),
      });
      return { name: options.group, subscription };
    }),
  );
}
