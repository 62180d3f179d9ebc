import type { Subscribe } from '@gatehouse/app-process';
import type { Relay, Subscription } from '@gatehouse/event-log';
import { type InvitationReferences, onInvitationsChanged } from '@gatehouse/references';
import pTimeout from 'p-timeout';
import { onReferencesChanged } from './on-references-changed.ts';
import type { OrganisationReferences } from './organisation-references.store.ts';

export interface FollowReferencesOptions {
  subscribe: Subscribe;
  now: () => number;
  organisationReferences: OrganisationReferences;
  invitationReferences: InvitationReferences;
  relay: Pick<Relay, 'idle'>;
}

/** Who refers to which organisations, as far as the log tells. */
export interface FollowedReferences {
  subscriptions: Readonly<Record<string, Subscription>>;
  /** Waits until all that this store and the log hold at this moment is known; false when that took longer. */
  reachEnd(timeoutMs: number): Promise<boolean>;
}

/** Starts to follow this app's own topics and the invitations'. */
export async function followReferences(options: FollowReferencesOptions): Promise<FollowedReferences> {
  const { subscribe, organisationReferences, invitationReferences, relay, now } = options;
  const own = await subscribe({
    group: 'directory.organisation-references',
    ...onReferencesChanged(organisationReferences),
  });
  const invitations = await subscribe({
    group: 'directory.invitation-references',
    ...onInvitationsChanged(invitationReferences, now),
  });
  return {
    subscriptions: {
      'directory.organisation-references': own,
      'directory.invitation-references': invitations,
    },
    async reachEnd(timeoutMs) {
      const published = relay.idle().then(() => true);
      const isPublished = await pTimeout(published, { milliseconds: timeoutMs }).catch(() => false);
      if (!isPublished) return false;
      return (await Promise.all([own.reachEnd(timeoutMs), invitations.reachEnd(timeoutMs)])).every(Boolean);
    },
  };
}
