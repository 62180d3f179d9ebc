import { changedNames, type PresentUser, type UserState } from '@gatehouse/contracts';
import { membership, user } from '@gatehouse/contracts/testing';
import { propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import type { AtVersion, ChangeEvent } from '../notices/change-events.domain.ts';
import { changesOfUser } from './user-changes.domain.ts';

const USER = 'B5E0F3A1-6C48-4D27-8F19-A2C4E6081B03';
const SCHOOLS = ['S1', 'S2', 'S3'] as const;
const removed: UserState = {
  id: USER,
  answered: [],
  state: 'removed',
  removedAt: '2026-01-01T00:00:00.000Z',
};

const at = (version: number, given: Partial<PresentUser> = {}): AtVersion<PresentUser> => ({
  version,
  state: user(USER, { email: 'a@example.org', ...given }),
});
const eventsOf = (previous: UserState | undefined, next: AtVersion<UserState>) => {
  const { ofKnown, ofNew } = changesOfUser(previous, next);
  return [...ofKnown, ...ofNew];
};

describe('what is told of a user', () => {
  const before = at(5, { memberships: [membership('S1', 5)] }).state;

  test.each<[string, Partial<PresentUser>, ChangeEvent[]]>([
    ['nothing changed', { answered: [{ id: 'r', at: '2026-01-01T00:00:00.000Z' }] }, []],
    ['only the language changed', { language: 'cy' }, []],
    [
      'the email and a name changed',
      { email: 'b@example.org', familyName: 'Hill' },
      [{ type: 'user.updated', data: { userId: USER, changed: ['email', 'family_name'], version: 6 } }],
    ],
    [
      'it was deactivated with a new name',
      { status: 0, givenName: 'Bo' },
      [{ type: 'user.deactivated', data: { userId: USER, changed: ['given_name', 'status'], version: 6 } }],
    ],
    [
      'a membership was made',
      { memberships: [membership('S1', 5), membership('S2', 6)] },
      [
        {
          type: 'membership.changed',
          data: { userId: USER, organisationId: 'S2', changed: [...changedNames.membership], version: 6 },
        },
      ],
    ],
    [
      'a role and an identifier changed',
      { memberships: [{ ...membership('S1', 5, 10000), textIdentifier: 't' }] },
      [
        {
          type: 'membership.changed',
          data: { userId: USER, organisationId: 'S1', changed: ['roleId', 'textIdentifier'], version: 6 },
        },
      ],
    ],
    [
      'a membership ended and was made again',
      { memberships: [membership('S1', 6)] },
      [
        {
          type: 'membership.changed',
          data: { userId: USER, organisationId: 'S1', changed: [...changedNames.membership], version: 6 },
        },
      ],
    ],
    [
      'a membership ended',
      { memberships: [] },
      [{ type: 'membership.removed', data: { userId: USER, organisationId: 'S1', version: 6 } }],
    ],
  ])('where %s', (_, given, expected) => {
    const next = at(6, { memberships: before.memberships, ...given });
    expect(changesOfUser(before, next)).toEqual({ known: before, ofKnown: expected, ofNew: [] });
  });

  test('active again is an update', () => {
    const inactive = at(5, { status: 0 }).state;
    expect(eventsOf(inactive, at(6))).toEqual([
      { type: 'user.updated', data: { userId: USER, changed: ['status'], version: 6 } },
    ]);
  });

  test('the removal says it all, and once', () => {
    const expected: ChangeEvent = { type: 'user.removed', data: { userId: USER, version: 6 } };
    expect(eventsOf(before, { version: 6, state: removed })).toEqual([expected]);
    expect(eventsOf(removed, { version: 7, state: removed })).toEqual([]);
    expect(eventsOf(undefined, { version: 7, state: removed })).toEqual([]);
  });

  test('a new user, and a new life, has all names, also a deactivated one', () => {
    for (const previous of [undefined, removed]) {
      const next = at(6, { status: 0, ...(previous && { incarnation: 6 }) });
      const changes = changesOfUser(previous, next);
      expect(changes).toEqual({
        known: undefined,
        ofKnown: [],
        ofNew: [
          { type: 'user.updated', data: { userId: USER, changed: [...changedNames.user], version: 6 } },
        ],
      });
    }
  });

  test('a removal that was skipped is told before the new life', () => {
    const { known, ofKnown, ofNew } = changesOfUser(before, at(9, { incarnation: 8 }));
    expect(known).toBe(before);
    expect(ofKnown).toEqual([{ type: 'user.removed', data: { userId: USER, version: 7 } }]);
    expect(ofNew.map(({ type }) => type)).toEqual(['user.updated']);
  });
});

type Step = (current: UserState, version: number) => UserState;

const memberStep = (edit: (user: PresentUser, version: number) => PresentUser): Step => {
  return (current, version) => (current.state === 'present' ? edit(current, version) : current);
};
const school = fc.constantFrom(...SCHOOLS);
const without = ({ memberships }: PresentUser, id: string) =>
  memberships.filter(({ organisationId }) => organisationId !== id);

/** One change of a user, as directory makes it. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      email: fc.constantFrom('a@example.org', 'b@example.org'),
      givenName: fc.constantFrom('Ada', 'Bo'),
      familyName: fc.constantFrom('Park', 'Hill'),
      status: fc.constantFrom(0 as const, 1 as const),
    })
    .map((given) => memberStep((current) => ({ ...current, ...given }))),
  fc.tuple(school, fc.constantFrom(0 as const, 10000 as const)).map(([id, roleId]) =>
    memberStep((current, version) => {
      const known = current.memberships.find(({ organisationId }) => organisationId === id);
      const made = known ?? membership(id, version);
      return { ...current, memberships: [...without(current, id), { ...made, roleId }] };
    }),
  ),
  school.map((id) => memberStep((current) => ({ ...current, memberships: without(current, id) }))),
  fc.constant<Step>(() => removed),
  fc.constant<Step>((current, version) =>
    current.state === 'removed' ? at(version, { incarnation: version }).state : current,
  ),
);

/** What a receiver has who takes from the states only what events name. */
interface Copy {
  person: Record<string, unknown> | undefined;
  roles: Map<string, number>;
}

function asCopied(state: UserState | undefined): Copy {
  if (state?.state !== 'present') return { person: undefined, roles: new Map() };
  const { email, givenName: given_name, familyName: family_name, status, memberships } = state;
  const roles = new Map(memberships.map(({ organisationId, roleId }) => [organisationId, roleId]));
  return { person: { email, given_name, family_name, status }, roles };
}

function receive(copy: Copy, { type, data }: ChangeEvent, state: UserState): void {
  const truth = asCopied(state);
  if (type === 'user.removed') Object.assign(copy, asCopied(undefined));
  else if (type === 'membership.removed') copy.roles.delete(data.organisationId);
  else if (type === 'membership.changed') {
    const role = truth.roles.get(data.organisationId);
    if (role !== undefined && data.changed.includes('roleId')) copy.roles.set(data.organisationId, role);
  } else if (type === 'user.updated' || type === 'user.deactivated') {
    const named = data.changed.map((name) => [name, truth.person?.[name]]);
    copy.person = { ...copy.person, ...Object.fromEntries(named) };
  }
}

test('however many states are skipped, who takes what is named has the last state; versions grow', () => {
  const history = fc.array(fc.tuple(step, fc.boolean()), { minLength: 1, maxLength: 15 });
  fc.assert(
    fc.property(history, (steps) => {
      let truth: UserState = removed;
      let projected: UserState | undefined;
      const copy = asCopied(undefined);
      let last = 0;
      for (const [n, [change, isSkipped]] of steps.entries()) {
        const version = 10 + n * 2;
        truth = change(truth, version);
        if (isSkipped && n < steps.length - 1) continue;
        const events = eventsOf(projected, { version, state: truth });
        const isSame = projected !== undefined && JSON.stringify(projected) === JSON.stringify(truth);
        if (isSame) expect(events).toEqual([]);
        for (const event of events) {
          const { data } = event as { data: { version: number; changed?: string[] } };
          if (data.changed !== undefined) expect(data.changed).toEqual([...new Set(data.changed)].sort());
          expect(data.version).toBeGreaterThanOrEqual(last);
          if (event.type === 'user.removed') expect(data.version).toBeGreaterThan(last);
          last = data.version;
          receive(copy, event, truth);
        }
        projected = truth;
        expect(copy).toEqual(asCopied(truth));
      }
    }),
    propertyRuns(5_000, 200),
  );
});
