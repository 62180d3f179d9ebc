import type { HandlerResult } from '@gatehouse/consumers';
import type { InvitationOf, Origin, UserState } from '@gatehouse/contracts';
import type { Clock } from '@gatehouse/runtime';
import type { Organisations } from '../organisations/organisations.store.ts';
import { endMembershipsOfDeleted } from '../users/end-memberships-of-deleted.ts';
import { type LinkCommandRequest, linkByCommandRequest, membershipOf } from '../users/user.ts';
import type { Users } from '../users/users.store.ts';

/** Links the user that an invitation found, and answers its command request in the same write. */
export type LinkInvitation = (invitation: InvitationOf<'linking'>, origin: Origin) => Promise<HandlerResult>;

interface Waiting {
  invitation: InvitationOf<'linking'>;
  origin: Origin;
  settled: PromiseWithResolvers<HandlerResult>;
}

/** Fewer than a user remembers, so that the newest state alone shows each of them as answered. */
const MAX_IN_ONE_WRITE = 64;

const outcomes = {
  linked: undefined,
  'not linked': {
    ignored: 'answered without a membership: too many memberships, another person, or a deleted organisation',
  },
  'answered before': { ignored: 'answered before' },
  // No user can answer: the requester resends the request, and raises an alarm in the end.
  'no such user': { ignored: 'no such user' },
} as const satisfies Record<string, HandlerResult>;
type Result = keyof typeof outcomes;

export interface LinkingDependencies {
  users: Users;
  organisations: Organisations;
  clock: Clock;
}

/** The command request, without its organisation where that was deleted meanwhile: then it is only answered. */
function requestOf(
  { organisationId, ...request }: InvitationOf<'linking'>,
  deleted: ReadonlySet<string>,
): LinkCommandRequest {
  const exists = organisationId !== undefined && !deleted.has(organisationId);
  return exists ? { ...request, organisationId } : request;
}

/**
 * Requests of one user that arrive while a write of that user is in flight are answered together, in one write whose event
 * names the first as its cause. One by one, a hundred of them would delay the requests of all other users.
 */
export function createLinking({ users, organisations, clock }: LinkingDependencies): LinkInvitation {
  const queues = new Map<string, Waiting[]>();

  async function linkTogether(userId: string, commandRequests: readonly Waiting[]): Promise<void> {
    const [first] = commandRequests;
    if (first === undefined) return;
    const at = new Date(clock.now()).toISOString();
    const organisationIds = commandRequests.flatMap(({ invitation }) => invitation.organisationId ?? []);
    const deleted = await organisations.deletedAmong(organisationIds);
    const { result } = await users.change<Result[]>(userId, first.origin, (current, version) => {
      if (current === undefined) return { result: commandRequests.map(() => 'no such user') };
      let state = current;
      const results = commandRequests.map(({ invitation }): Result => {
        const linked = linkByCommandRequest(state, requestOf(invitation, deleted), { version, at });
        state = linked ?? state;
        return linked === undefined ? 'answered before' : resultOf(linked, invitation);
      });
      return { ...(state !== current && { state }), result: results };
    });
    await endMembershipsOfDeleted({ users, organisations }, userId, organisationIds, first.origin);
    commandRequests.forEach(({ settled }, index) => {
      settled.resolve(outcomes[result[index] ?? 'answered before']);
    });
  }

  async function workOff(userId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const commandRequests = queue.splice(0, MAX_IN_ONE_WRITE).toSorted(byTimeOfRequest);
      await linkTogether(userId, commandRequests).catch((error: unknown) => {
        for (const { settled } of commandRequests) settled.reject(error);
      });
    }
    queues.delete(userId);
  }

  return (invitation, origin) => {
    const settled = Promise.withResolvers<HandlerResult>();
    const { userId } = invitation;
    const queue = queues.get(userId);
    const one = { invitation, origin, settled };
    if (queue !== undefined) queue.push(one);
    else {
      const started = [one];
      queues.set(userId, started);
      void workOff(userId, started);
    }
    return settled.promise;
  };
}

function resultOf(user: UserState, { organisationId }: InvitationOf<'linking'>): Result {
  if (user.state !== 'present' || organisationId === undefined) return 'linked';
  return membershipOf(user, organisationId) === undefined ? 'not linked' : 'linked';
}

function byTimeOfRequest(one: Waiting, other: Waiting): number {
  return one.invitation.commandRequest.at < other.invitation.commandRequest.at ? -1 : 1;
}
