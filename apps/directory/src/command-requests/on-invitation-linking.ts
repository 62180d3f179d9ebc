import type { HandlerResult } from '@gatehouse/consumers';
import type { InvitationOf, Origin, UserState } from '@gatehouse/contracts';
import type { Clock } from '@gatehouse/runtime';
import type { Organisations } from '../organisations/organisations.store.ts';
import { endMembershipsOfDeleted } from '../users/end-memberships-of-deleted.ts';
import { type LinkCommandRequest, linkByCommandRequest, membershipOf } from '../users/user.ts';
import type { Users } from '../users/users.store.ts';

/** Links the user that an invitation has found, and answers its ask in the same write. */
export type LinkInvitation = (invitation: InvitationOf<'linking'>, origin: Origin) => Promise<HandlerResult>;

interface Waiting {
  invitation: InvitationOf<'linking'>;
  origin: Origin;
  settled: PromiseWithResolvers<HandlerResult>;
}

/** Fewer than a user remembers: who reads the newest state alone still finds each of them answered. */
const TOGETHER = 64;

const outcomes = {
  linked: undefined,
  'not linked': {
    ignored: 'answered without a membership: no room, another person, or an organisation that was deleted',
  },
  'answered before': { ignored: 'answered before' },
  // Asked about nobody, there is nobody to answer: the asker asks again, and raises the alarm in the end.
  'no such user': { ignored: 'no such user' },
} as const satisfies Record<string, HandlerResult>;
type Result = keyof typeof outcomes;

export interface LinkingParts {
  users: Users;
  organisations: Organisations;
  clock: Clock;
}

/** What is asked where its organisation was deleted meanwhile: to be answered. */
function askedOf(
  { organisationId, ...asked }: InvitationOf<'linking'>,
  deleted: ReadonlySet<string>,
): LinkCommandRequest {
  const isThere = organisationId !== undefined && !deleted.has(organisationId);
  return isThere ? { ...asked, organisationId } : asked;
}

/**
 * Asks of one user that come while a write of that user is under way are answered together, in one write whose event
 * names the first as its cause: one by one, a hundred would keep the asks of everybody else waiting.
 */
export function createLinking({ users, organisations, clock }: LinkingParts): LinkInvitation {
  const waitingFor = new Map<string, Waiting[]>();

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
        const linked = linkByCommandRequest(state, askedOf(invitation, deleted), { version, at });
        state = linked ?? state;
        return linked === undefined ? 'answered before' : resultOf(linked, invitation);
      });
      return { ...(state !== current && { state }), result: results };
    });
    await endMembershipsOfDeleted({ users, organisations }, userId, organisationIds, first.origin);
    commandRequests.forEach(({ settled }, place) => {
      settled.resolve(outcomes[result[place] ?? 'answered before']);
    });
  }

  async function workOff(userId: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) {
      const commandRequests = waiting.splice(0, TOGETHER).toSorted(byTimeOfRequest);
      await linkTogether(userId, commandRequests).catch((error: unknown) => {
        for (const { settled } of commandRequests) settled.reject(error);
      });
    }
    waitingFor.delete(userId);
  }

  return (invitation, origin) => {
    const settled = Promise.withResolvers<HandlerResult>();
    const { userId } = invitation;
    const waiting = waitingFor.get(userId);
    const one = { invitation, origin, settled };
    if (waiting !== undefined) waiting.push(one);
    else {
      const begun = [one];
      waitingFor.set(userId, begun);
      void workOff(userId, begun);
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
