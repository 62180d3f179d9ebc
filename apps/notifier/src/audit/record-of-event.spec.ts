import { buildEvent, type EventOf, grantId, type StateOf } from '@gatehouse/contracts';
import { membership, organisation, service, user } from '@gatehouse/contracts/testing';
import type { AuditedTypes } from './audited-entities.ts';
import { type AuditedState, auditedStateOf } from './audited-state.ts';
import { recordOfEvent } from './record-of-event.ts';

const [ID, ORG, SERVICE] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];
const AT = '2026-01-01T00:00:00.000Z';
const origin = { correlationId: 'correlation-1', actor: 'client:X' };

/** What the audit says of states that follow each other; `skipped`: it does not see the states with these numbers, from 0. */
function audited<T extends AuditedTypes>(
  type: T,
  states: (StateOf<T> & { id: string })[],
  skipped: number[] = [],
) {
  let known: AuditedState | undefined;
  return states.flatMap((state, n) => {
    const { event } = buildEvent(
      type,
      { version: n + 1, state, previous: states[n - 1] },
      origin,
      Date.parse(AT),
    );
    if (skipped.includes(n)) return [];
    const read = event as unknown as EventOf<AuditedTypes>;
    const next = auditedStateOf(read);
    const record = recordOfEvent(read, known, next);
    known = next;
    return record ?? [];
  });
}

const USER = 'gatehouse.directory.user.v1';

describe('a user', () => {
  test('is created: the members by their names in the API, the values of those that are not personal', () => {
    const [record] = audited(USER, [user(ID)]);
    expect(record).toMatchObject({
      at: AT,
      actor: 'client:X',
      action: 'created',
      entity: { type: 'user', id: ID },
      changed: ['email', 'family_name', 'given_name', 'status'],
      after: { status: 1 },
      correlationId: 'correlation-1',
    });
    expect(record).not.toHaveProperty('before');
  });

  test('is renamed: the name of the member alone', () => {
    const [, record] = audited(USER, [
      user(ID),
      user(ID, { givenName: 'Bea', updatedAt: '2026-01-02T00:00:00.000Z' }),
    ]);
    expect(record).toMatchObject({ action: 'changed', changed: ['given_name'], before: {}, after: {} });
  });

  test('is given, changed and taken a membership: those touched, without identifiers', () => {
    const other = membership(SERVICE, 1);
    const records = audited(USER, [
      user(ID, { memberships: [other] }),
      user(ID, { memberships: [other, membership(ORG, 2)] }),
      user(ID, { memberships: [other, membership(ORG, 2, 10000)] }),
      user(ID, { memberships: [other, { ...membership(ORG, 2, 10000), numericIdentifier: '12' }] }),
      user(ID, { memberships: [other] }),
    ]);
    const [end, approver] = [0, 10000].map((roleId) => ({ organisationId: ORG, roleId }));
    expect(records.slice(1).map(({ changed }) => changed)).toEqual(Array(4).fill(['memberships']));
    expect(records.slice(1).map(({ before, after }) => [before?.memberships, after?.memberships])).toEqual([
      [[], [end]],
      [[end], [approver]],
      [[approver], [approver]],
      [[approver], []],
    ]);
  });

  test('is removed, and its id taken again', () => {
    const records = audited(USER, [
      user(ID, { memberships: [membership(ORG, 1)] }),
      { id: ID, answered: [], state: 'removed', removedAt: AT },
      { id: ID, answered: [{ id: 'request', at: AT }], state: 'removed', removedAt: AT },
      user(ID, { incarnation: 4 }),
    ]);
    expect(records.map(({ action, actor }) => [action, actor])).toEqual([
      ['created', 'client:X'],
      ['removed', 'client:X'],
      ['created', 'client:X'],
    ]);
    expect(records[1]).toMatchObject({
      changed: ['email', 'family_name', 'given_name', 'memberships', 'status'],
      before: { status: 1, memberships: [{ organisationId: ORG, roleId: 0 }] },
    });
    expect(records[1]).not.toHaveProperty('after');
  });

  test('answers a command request, or is written without a change: no record', () => {
    const answered = [{ id: 'request', at: AT }];
    const states = [
      user(ID),
      user(ID, { answered }),
      user(ID, { answered, updatedAt: '2026-01-02T00:00:00.000Z' }),
    ];
    expect(audited(USER, states)).toHaveLength(1);
  });
});

describe('where states were skipped', () => {
  test('one record names all that changed, by the platform', () => {
    const states = [user(ID), user(ID, { givenName: 'Bea' }), user(ID, { givenName: 'Bea', status: 0 })];
    const records = audited(USER, states, [1]);
    expect(records[1]).toMatchObject({
      actor: 'platform',
      changed: ['given_name', 'status'],
      before: { status: 1 },
      after: { status: 0 },
    });
    expect(audited(USER, states).map(({ actor }) => actor)).toEqual(Array(3).fill('client:X'));
  });

  test('the first record of an entity says that it was created, by the platform where its making was skipped', () => {
    const [record] = audited(USER, [user(ID), user(ID, { status: 0 })], [0]);
    expect(record).toMatchObject({ action: 'created', actor: 'platform', after: { status: 0 } });
  });

  test('a removed entity that was never seen is recorded as removed', () => {
    const removed = { id: ID, answered: [], state: 'removed' as const, removedAt: AT };
    expect(audited(USER, [user(ID), removed], [0])).toMatchObject([
      { action: 'removed', actor: 'client:X', changed: [] },
    ]);
  });
});

test('an organisation: every member with its value, null where there was none', () => {
  const records = audited('gatehouse.directory.organisation.v1', [
    organisation(ORG),
    organisation(ORG, { name: 'Dale School', urn: '100001' }),
    organisation(ORG, { name: '', status: 9, removedAt: AT }),
  ]);
  expect(records[1]).toMatchObject({
    changed: ['name', 'urn'],
    before: { name: 'Hill School', urn: null },
    after: { name: 'Dale School', urn: '100001' },
  });
  expect(records[2]).toMatchObject({
    action: 'removed',
    actor: 'client:X',
    before: { name: 'Dale School', urn: '100001' },
  });
});

test('a service: a rotation by the name of the secret, never that an older secret ran out', () => {
  const secret = (n: number) => ({
    id: `00000000-0000-4000-8000-00000000010${n}`,
    sealed: `sealed-${n}`,
    createdAt: AT,
  });
  const records = audited('gatehouse.access.service.v1', [
    service(SERVICE, { secrets: [secret(1)] }),
    service(SERVICE, { secrets: [secret(2), { ...secret(1), expiresAt: AT }] }),
    service(SERVICE, { secrets: [secret(2)] }),
    service(SERVICE, { secrets: [secret(2)], params: { a: '1' } }),
  ]);
  expect(records.map(({ changed }) => changed).slice(1)).toEqual([['apiSecret'], ['params']]);
  expect(records[0]?.changed).toContain('apiSecret');
  expect(JSON.stringify(records)).not.toContain('sealed');
});

test('a grant names its user, organisation and service; copies of the user’s status are no change of it', () => {
  const key = { id: grantId(SERVICE, ORG, ID), serviceId: SERVICE, organisationId: ORG, userId: ID };
  const held = {
    ...key,
    state: 'granted' as const,
    roles: ['Editor'],
    identifiers: [],
    membershipIncarnation: 1,
    ...{ approvedAt: AT, updatedAt: AT, userStatus: 1 as const, userUpdatedAt: AT, membershipUpdatedAt: AT },
  };
  const records = audited('gatehouse.access.grant.v1', [
    held,
    { ...held, userStatus: 0 },
    { ...held, userStatus: 0, roles: [], identifiers: [{ key: 'kitchen', value: '12' }] },
    { ...key, state: 'removed', removedAt: AT },
  ]);
  expect(records.map(({ action, changed }) => [action, changed])).toEqual([
    ['created', ['roles']],
    ['changed', ['identifiers', 'roles']],
    ['removed', ['identifiers', 'roles']],
  ]);
  expect(records[1]).toMatchObject({
    entity: { type: 'grant', ...key },
    before: { roles: ['Editor'] },
    after: { roles: [] },
    ...{ entityKey: key.id, userKey: ID, organisationKey: ORG, serviceKey: SERVICE },
  });
});

test('a value that would not fit into a record goes by its name', () => {
  const roles = Array.from({ length: 400 }, (_, n) => ({
    ...{ id: ID, code: `role-${n}`, name: 'A role', numericId: String(n), status: 'Active' as const },
  }));
  const [, record] = audited('gatehouse.access.service.v1', [
    service(SERVICE),
    service(SERVICE, { name: 'Meals', roles }),
  ]);
  expect(record).toMatchObject({ changed: ['name', 'roles'], before: { name: 'School Meals', roles: [] } });
  expect(record?.after).toEqual({ name: 'Meals' });
});
