import { changedNames, type Membership, type PresentUser, type UserState } from '@gatehouse/contracts';
import { type AtVersion, type ChangeEvent, namesChanged } from '../notices/change-events.domain.ts';

/** The events of a change of a user, and of whose ties they are told: of the person before the change, or of a new one. */
export interface UserChanges {
  /** To those to whom the person was shown before. */
  ofKnown: ChangeEvent[];
  /** The person that `ofKnown` is about; undefined where nobody was shown. */
  known: PresentUser | undefined;
  /** Of a person who is new under the id: only services that see all users see one yet. */
  ofNew: ChangeEvent[];
}

const MEMBER_OF_USER = {
  email: ({ email }: PresentUser) => email,
  family_name: ({ familyName }: PresentUser) => familyName,
  given_name: ({ givenName }: PresentUser) => givenName,
  status: ({ status }: PresentUser) => status,
} as const;

const MEMBER_OF_MEMBERSHIP = {
  numericIdentifier: ({ numericIdentifier }: Membership) => numericIdentifier,
  roleId: ({ roleId }: Membership) => roleId,
  textIdentifier: ({ textIdentifier }: Membership) => textIdentifier,
} as const;

function incarnationOf({ incarnation = 0 }: PresentUser): number {
  return incarnation;
}

function membershipsOf(previous: PresentUser | undefined, { version, state }: AtVersion<PresentUser>) {
  const before = new Map(previous?.memberships.map((each) => [each.organisationId, each]));
  const changed = state.memberships.flatMap((membership): ChangeEvent[] => {
    const { organisationId, incarnation } = membership;
    const known = before.get(organisationId);
    // One that was ended and made again meanwhile is a new one.
    const same = known?.incarnation === incarnation ? known : undefined;
    const names = namesChanged(MEMBER_OF_MEMBERSHIP, changedNames.membership, same, membership);
    const data = { userId: state.id, organisationId, changed: names, version };
    return names.length === 0 ? [] : [{ type: 'membership.changed', data }];
  });
  const left = new Set(state.memberships.map(({ organisationId }) => organisationId));
  const removed = [...before.keys()].flatMap((organisationId): ChangeEvent[] =>
    left.has(organisationId)
      ? []
      : [{ type: 'membership.removed', data: { userId: state.id, organisationId, version } }],
  );
  return [...changed, ...removed];
}

function eventsOfSame(previous: PresentUser, next: AtVersion<PresentUser>): ChangeEvent[] {
  const { version, state } = next;
  const changed = namesChanged(MEMBER_OF_USER, changedNames.user, previous, state);
  const type = changed.includes('status') && state.status === 0 ? 'user.deactivated' : 'user.updated';
  const own: ChangeEvent[] =
    changed.length === 0 ? [] : [{ type, data: { userId: state.id, changed, version } }];
  return [...own, ...membershipsOf(previous, next)];
}

function eventsOfNew(next: AtVersion<PresentUser>): ChangeEvent[] {
  const { version, state } = next;
  const data = { userId: state.id, changed: [...changedNames.user], version };
  return [{ type: 'user.updated', data }, ...membershipsOf(undefined, next)];
}

function removal(userId: string, version: number): ChangeEvent {
  return { type: 'user.removed', data: { userId, version } };
}

/**
 * What changed of a user between two states, however many lie between them. A later incarnation of the id is another person:
 * the removal of the one before is told at the version before it, which is greater than any that was told of that person.
 */
export function changesOfUser(
  previous: UserState | undefined,
  { version, state }: AtVersion<UserState>,
): UserChanges {
  const known = previous?.state === 'present' ? previous : undefined;
  if (state.state === 'removed') {
    return { known, ofKnown: known === undefined ? [] : [removal(state.id, version)], ofNew: [] };
  }
  const next = { version, state };
  if (known === undefined) return { known, ofKnown: [], ofNew: eventsOfNew(next) };
  if (incarnationOf(known) === incarnationOf(state)) {
    return { known, ofKnown: eventsOfSame(known, next), ofNew: [] };
  }
  const ended = removal(state.id, incarnationOf(state) - 1);
  return { known, ofKnown: [ended], ofNew: eventsOfNew(next) };
}
