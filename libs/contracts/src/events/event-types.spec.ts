import { buildEvent } from './build-event.ts';
import { parseEvent } from './event-types.ts';

const at = '2026-01-01T00:00:00.000Z';
const origin = { correlationId: 'c-1', actor: 'operator' };
const user = {
  id: '00000000-0000-4000-8000-000000000001',
  answered: [],
  state: 'present' as const,
  status: 1 as const,
  email: 'a@example.org',
  memberships: [],
  createdAt: at,
  updatedAt: at,
};

describe('buildEvent', () => {
  test('is a CloudEvent keyed by the entity, with full state and the names of what changed', () => {
    const previous = { ...user, status: 0 as const };
    const built = buildEvent('gatehouse.directory.user.v1', { version: 7, state: user, previous }, origin, 0);
    expect(built).toMatchObject({ topic: 'directory.users.v1', key: user.id, version: 7 });
    expect(built.event).toMatchObject({
      specversion: '1.0',
      id: `${user.id}/7`,
      source: '/gatehouse/directory',
      subject: user.id,
      time: '1970-01-01T00:00:00.000Z',
      correlationid: 'c-1',
      actor: 'operator',
      data: { version: 7, changed: ['status'], state: user },
    });
  });

  test('a stored member that the contract does not name never leaves', () => {
    const state = { ...user, passwordHash: 'secret' };
    const built = buildEvent('gatehouse.directory.user.v1', { version: 1, state }, origin, 0);
    expect(JSON.stringify(built)).not.toContain('passwordHash');
  });

  test('a state that breaks the contract is refused', () => {
    const state = { ...user, id: 'lower-case-and-no-uuid' };
    expect(() => buildEvent('gatehouse.directory.user.v1', { version: 1, state }, origin, 0)).toThrow();
  });
});

describe('parseEvent', () => {
  const { event } = buildEvent('gatehouse.directory.user.v1', { version: 1, state: user }, origin, 0);

  test('reads what buildEvent made, and ignores members it does not know', () => {
    expect(parseEvent({ ...event, later: true })).toEqual(event);
  });

  test('an unknown type is no fault', () => {
    for (const value of [null, 3, {}, { type: 'x' }, { type: 'constructor' }]) {
      expect(parseEvent(value)).toBeUndefined();
    }
  });

  test('a known type that breaks its contract throws', () => {
    expect(() => parseEvent({ ...event, data: {} })).toThrow();
  });
});
