import type { GrantState, HeldGrant, Policy, Role } from '@gatehouse/contracts';
import { NOW, service } from '../testing/facts.ts';
import { membership, organisation, user } from '../testing/neighbours.ts';
import { decideGrant, decideInvitedGrant, type OwnGrantBasis, removeGrant } from './grant.ts';
import { reconcileGrant } from './reconcile-grant.domain.ts';

const role = (code: string, status: Role['status'] = 'Active'): Role => ({
  id: code,
  code,
  name: code,
  numericId: '1',
  status,
});
const schools = (name: string, category: string, roles: string[]): Policy => ({
  id: name,
  name,
  conditions: [{ field: 'organisation.category.id', operator: 'is', value: [category] }],
  roles,
});

const SINCE = NOW - 1_000;
const member = membership('O', SINCE);
function basis(policies: Policy[] = [], incarnation = SINCE): OwnGrantBasis {
  return {
    service: service({ roles: [role('A'), role('B'), role('OFF', 'Inactive')], policies }),
    organisation: organisation('O'),
    user: user('U', { memberships: [member] }),
    membership: membership('O', incarnation),
  };
}
const details = (roles: string[], identifiers: { key: string; value: string }[] = []) => ({
  roles,
  identifiers,
});

function granted(given: Partial<HeldGrant> = {}): HeldGrant {
  const decision = decideGrant(undefined, details(['A']), basis(), NOW);
  if (decision.faults !== undefined) throw new Error('refused');
  return { ...decision.state, ...given };
}

describe('a grant that the operator puts', () => {
  test('is made on the membership, with its time', () => {
    expect(decideGrant(undefined, details(['A', 'A']), basis(), NOW)).toEqual({
      made: true,
      state: {
        id: 'S:O:U',
        serviceId: 'S',
        organisationId: 'O',
        userId: 'U',
        state: 'granted',
        roles: ['A'],
        identifiers: [],
        membershipIncarnation: SINCE,
        approvedAt: new Date(NOW).toISOString(),
        updatedAt: new Date(NOW).toISOString(),
        userStatus: 1,
        userUpdatedAt: user('U').updatedAt,
        membershipUpdatedAt: member.updatedAt,
      },
    });
  });

  test('keeps the time of its approval when it is replaced, and is the same where nothing is new', () => {
    const current = granted();
    const replaced = decideGrant(current, details(['B'], [{ key: 'k', value: 'v' }]), basis(), NOW + 5);
    expect(replaced).toMatchObject({
      made: false,
      state: { roles: ['B'], approvedAt: current.approvedAt, updatedAt: new Date(NOW + 5).toISOString() },
    });
    expect(decideGrant(current, details(['A']), basis(), NOW + 5)).toEqual({ made: false, state: current });
  });

  test('is another one on another membership, and after its removal', () => {
    const removed = removeGrant(granted(), NOW + 1);
    for (const [current, incarnation] of [
      [granted(), NOW + 2],
      [removed, SINCE],
    ] as [GrantState, number][]) {
      const decision = decideGrant(current, details([]), basis([], incarnation), NOW + 5);
      expect(decision).toMatchObject({ made: true, state: { approvedAt: new Date(NOW + 5).toISOString() } });
    }
  });

  test('reports every fault: policies, unknown, inactive and outside roles', () => {
    expect(
      decideGrant(undefined, details(['A', 'X', 'OFF']), basis([schools('P', '002', ['A'])]), NOW).faults,
    ).toEqual([
      'The policy "P" does not admit this user here',
      'roles[0]: no policy admits this user to the role A ("P")',
      'roles[1]: the service has no such role',
      'roles[2]: the role OFF is inactive',
    ]);
  });

  test('roles of all met policies are united; a policy without roles admits without', () => {
    const policies = [schools('P', '001', ['A']), schools('Q', '001', ['B']), schools('R', '002', ['OFF'])];
    expect(decideGrant(undefined, details(['A', 'B']), basis(policies), NOW).faults).toBeUndefined();
    const bare = basis([schools('P', '001', [])]);
    expect(decideGrant(undefined, details([]), bare, NOW).faults).toBeUndefined();
    expect(decideGrant(undefined, details(['A']), bare, NOW).faults).toHaveLength(1);
  });

  test('what it holds already is not checked again; what is new is', () => {
    const outside = basis([schools('P', '002', ['A'])]);
    expect(decideGrant(granted(), details(['A']), outside, NOW).faults).toBeUndefined();
    expect(decideGrant(granted(), details(['A', 'B']), outside, NOW).faults).toHaveLength(1);
    expect(decideGrant(granted({ roles: ['OFF'] }), details(['OFF']), basis(), NOW).faults).toBeUndefined();
  });
});

describe('a grant that an invitation brings', () => {
  test('has no roles, and is made only where there is none and the policies admit', () => {
    expect(decideInvitedGrant(undefined, basis(), NOW)).toMatchObject({ state: 'granted', roles: [] });
    expect(decideInvitedGrant(granted(), basis(), NOW)).toBeUndefined();
    expect(decideInvitedGrant(undefined, basis([schools('P', '002', [])]), NOW)).toBeUndefined();
    expect(decideInvitedGrant(removeGrant(granted(), NOW), basis(), NOW)).toMatchObject({ state: 'granted' });
  });
});

describe('a grant that is reconciled', () => {
  const known = service({ roles: [role('A')] });
  const present = (incarnation: number) => user('U', { memberships: [membership('O', incarnation)] });
  const reconcile = (
    current: GrantState | undefined,
    person = present(SINCE),
    of = known,
    decidedFrom?: number,
  ) => reconcileGrant(current, { user: person, service: of, decidedFrom }, NOW + 9);

  test('stays while membership and roles do', () => {
    expect(reconcile(granted())).toBeUndefined();
    expect(reconcile(undefined)).toBeUndefined();
    expect(reconcile(removeGrant(granted(), NOW))).toBeUndefined();
  });

  const removed = {
    id: 'S:O:U',
    serviceId: 'S',
    organisationId: 'O',
    userId: 'U',
    state: 'removed',
    removedAt: new Date(NOW + 9).toISOString(),
  };

  test('goes with the membership, the user, and the membership that another one replaced', () => {
    expect(reconcile(granted(), user('U'))).toEqual(removed);
    expect(reconcile(granted(), present(NOW + 1))).toEqual(removed);
    const gone = { id: 'U', answered: [], state: 'removed' as const, removedAt: '' };
    expect(reconcileGrant(granted(), { user: gone, service: known }, NOW + 9)).toEqual(removed);
  });

  test('goes with a membership that another one replaced, whatever the clocks say', () => {
    const ahead = granted({ updatedAt: new Date(NOW + 60_000).toISOString() });
    for (const decidedFrom of [undefined, SINCE, SINCE + 4]) {
      expect(reconcile(ahead, present(SINCE + 5), known, decidedFrom)).toEqual(removed);
    }
  });

  test('written while the projections were behind, it belongs to a membership that was made before', () => {
    const basis = (incarnation: number) => ({
      user: present(incarnation),
      service: known,
      decidedFrom: SINCE,
      writtenBehindAt: NOW,
    });
    expect(reconcileGrant(granted(), basis(NOW), NOW + 9)).toMatchObject({ membershipIncarnation: NOW });
    expect(reconcileGrant(granted(), basis(NOW + 1), NOW + 9)).toEqual(removed);
  });

  test('put again for the new membership, it belongs to that', () => {
    const again = decideGrant(granted(), details(['A']), basis([], SINCE + 5), NOW);
    if (again.faults !== undefined) throw new Error('refused');
    expect(reconcile(again.state, present(SINCE + 5), known, SINCE + 5)).toBeUndefined();
    expect(reconcile(again.state, present(SINCE + 5))).toBeUndefined();
  });

  test('moves to a membership that the version it was decided from is not older than, as a restore brings back', () => {
    expect(reconcile(granted(), present(SINCE + 5), known, SINCE + 5)).toMatchObject({
      state: 'granted',
      membershipIncarnation: SINCE + 5,
    });
    expect(reconcile(granted(), present(SINCE - 5))).toMatchObject({
      state: 'granted',
      membershipIncarnation: SINCE - 5,
    });
  });

  test('loses a role that the service no longer has', () => {
    expect(reconcile(granted({ roles: ['A', 'B'] }))).toMatchObject({ roles: ['A'] });
  });
});
