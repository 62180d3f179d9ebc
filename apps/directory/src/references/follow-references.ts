import type { Subscribe } from '@gatehouse/app-process';
import type { Relay } from '@gatehouse/event-log';
import { type InvitationReferences, onInvitationsChanged } from '@gatehouse/references';
import pTimeout from 'p-timeout';
import { onReferencesChanged } from './on-references-changed.ts';
import type { OrganisationReferences } from './organisation-references.store.ts';

export interface FollowReferencesDependencies {
  consume: Subscribe;
  now: () => number;
  organisationReferences: OrganisationReferences;
  invitationReferences: InvitationReferences;
  relay: Pick<Relay, 'idle'>;
}

/** Waits until everything in this store and the log is processed; false when that took longer. */
export type ReferencesReachEnd = (timeoutMs: number) => Promise<boolean>;

/** Follows this app's own topics and those of invitations. */
export async function followReferences(
  dependencies: FollowReferencesDependencies,
): Promise<ReferencesReachEnd> {
  const { consume, organisationReferences, invitationReferences, relay, now } = dependencies;
  const own = await consume({
    group: 'directory.organisation-references',
    ...onReferencesChanged(organisationReferences),
  });
  const invitations = await consume({
    group: 'directory.invitation-references',
    ...onInvitationsChanged(invitationReferences, now),
  });
  return async (timeoutMs) => {
    const published = relay.idle().then(() => true);
    const isPublished = await pTimeout(published, { milliseconds: timeoutMs }).catch(() => false);
    if (!isPublished) return false;
    return (await Promise.all([own.reachEnd(timeoutMs), invitations.reachEnd(timeoutMs)])).every(Boolean);
  };
}
