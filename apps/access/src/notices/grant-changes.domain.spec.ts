import type { GrantState, HeldGrant } from '@gatehouse/contracts';
import { changeOfGrant } from './grant-changes.domain.ts';

const AT = '2026-01-01T00:00:00.000Z';
const ids = { userId: 'U', organisationId: 'O', serviceId: 'S' };
const held: HeldGrant = {
  ...{ id: 'S:O:U', ...ids, state: 'granted', roles: ['A', 'B'], identifiers: [{ key: 'k', value: 'v' }] },
  ...{ membershipIncarnation: 1, approvedAt: AT, updatedAt: AT },
  ...{ userStatus: 1, userUpdatedAt: AT, membershipUpdatedAt: AT },
};
const removed: GrantState = { id: 'S:O:U', ...ids, state: 'removed', removedAt: AT };
const all = { type: 'grant.changed', data: { ...ids, changed: ['identifiers', 'roles'], version: 7 } };
const ended = { type: 'grant.removed', data: { ...ids, version: 7 } };
const changed = (...names: string[]) => ({
  type: 'grant.changed',
  data: { ...ids, changed: names, version: 7 },
});

describe('what is told of a grant', () => {
  test.each<[string, GrantState | undefined, GrantState, object | undefined]>([
    ['that is made', undefined, held, all],
    ['that is made again', removed, held, all],
    [
      'that was removed and made again meanwhile',
      held,
      { ...held, approvedAt: '2026-01-02T00:00:00.000Z' },
      all,
    ],
    ['whose roles changed', held, { ...held, roles: ['A'] }, changed('roles')],
    ['whose identifiers changed', held, { ...held, identifiers: [] }, changed('identifiers')],
    ['whose roles were put in another order', held, { ...held, roles: ['B', 'A'] }, undefined],
    [
      'whose user and membership changed',
      held,
      { ...held, userStatus: 0, userUpdatedAt: '2026-01-02T00:00:00.000Z', membershipIncarnation: 2 },
      undefined,
    ],
    ['that is removed', held, removed, ended],
    ['that was removed before', removed, removed, undefined],
    ['that never was', undefined, removed, undefined],
  ])('%s', (_, previous, state, expected) => {
    expect(changeOfGrant(previous, { version: 7, state })).toEqual(expected);
  });
});
