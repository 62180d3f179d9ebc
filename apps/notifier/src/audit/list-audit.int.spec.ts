import { buildEvent, grantId } from '@gatehouse/contracts';
import { membership, organisation, service, user } from '@gatehouse/contracts/testing';
import { newId, systemClock } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';

const DAY_MS = 86_400_000;
const AT = '2026-01-01T00:00:00.000Z';
const NOW = Date.now();
let notifier: RunningNotifier;
beforeEach(async () => {
  notifier = await runNotifier();
});
afterEach(() => notifier.close());

type States = Parameters<typeof buildEvent>;
type Made = { at?: number; actor?: string; previous?: object | undefined; version?: number };
let version = 0;

function eventOf<T extends States[0]>(type: T, state: States[1]['state'], given: Made = {}) {
  const { at = NOW, actor = 'operator', previous } = given;
  version += 1;
  const entity = { version: given.version ?? version, state: state as never, previous };
  return buildEvent(type, entity, { correlationId: `correlation-${version}`, actor }, at);
}
const userEvent = (state: States[1]['state'], made?: Made) =>
  eventOf('gatehouse.directory.user.v1', state, made);

interface Records {
  records: {
    at: string;
    actor: string;
    action: string;
    entity: { type: string; id: string };
    changed: string[];
  }[];
  numberOfRecords: number;
  numberOfPages: number;
}

async function list(query = ''): Promise<Records> {
  const { status, body } = await notifier.request(`/manage/audit${query}`);
  expect(status).toBe(200);
  return body as Records;
}

/** The list once it has so many records. */
function listOf(count: number, query = ''): Promise<Records> {
  return eventually(async () => {
    const found = await list(query);
    expect(found.numberOfRecords).toBe(count);
    return found;
  });
}

test('every change of an entity is one record, the newest first, however often the events come and the notifier is stopped', async () => {
  const id = newId();
  const states = [user(id), user(id, { status: 0 }), user(id, { status: 0, givenName: 'Bea' })];
  const events = states.map((state, n) => userEvent(state, { previous: states[n - 1], at: NOW + n }));
  await notifier.publish(...events);
  await listOf(3);
  await notifier.publish(...events, ...events);
  await notifier.restart();
  const removed = { id, answered: [], state: 'removed' as const, removedAt: AT };
  await notifier.publish(userEvent(removed, { previous: states[2], at: NOW + 3, actor: 'client:X' }));
  const { records } = await listOf(4);
  expect(records.map(({ action, changed }) => [action, changed])).toEqual([
    ['removed', ['email', 'family_name', 'given_name', 'status']],
    ['changed', ['given_name']],
    ['changed', ['status']],
    ['created', ['email', 'family_name', 'given_name', 'status']],
  ]);
  expect(records[0]).toEqual({
    id: expect.stringMatching(/^[0-9A-F-]{36}$/),
    at: new Date(NOW + 3).toISOString(),
    actor: 'client:X',
    action: 'removed',
    entity: { type: 'user', id },
    changed: ['email', 'family_name', 'given_name', 'status'],
    before: { status: 0 },
    after: null,
    correlationId: expect.stringMatching(/^correlation-/),
  });
  expect(records[3]).toMatchObject({ before: null, after: { status: 1 } });
});

test('is narrowed by actor, entity, type and time, in pages', async () => {
  const [userId, organisationId, serviceId] = [newId(), newId(), newId()];
  const grant = {
    ...{ id: grantId(serviceId, organisationId, userId), serviceId, organisationId, userId },
    ...{ state: 'granted', roles: ['Editor'], identifiers: [], membershipIncarnation: 1 },
    ...{ approvedAt: AT, updatedAt: AT, userStatus: 1, userUpdatedAt: AT, membershipUpdatedAt: AT },
  };
  await notifier.publish(
    eventOf('gatehouse.directory.organisation.v1', organisation(organisationId), {
      at: NOW,
      actor: 'import',
    }),
    eventOf('gatehouse.access.service.v1', service(serviceId), { at: NOW + 1 }),
    userEvent(user(userId, { memberships: [membership(organisationId, 1)] }), { at: NOW + 2 }),
    eventOf('gatehouse.access.grant.v1', grant as never, { at: NOW + 3, actor: 'invitation:X' }),
    userEvent(user(newId()), { at: NOW + 4 }),
  );
  await listOf(5);
  const instant = (n: number) => encodeURIComponent(new Date(NOW + n).toISOString());
  const cases: [query: string, types: string[]][] = [
    ['?actor=operator', ['user', 'user', 'service']],
    ['?actor=opera', []],
    ['?actor=import', ['organisation']],
    ['?type=user', ['user', 'user']],
    ['?type=webhook', []],
    ['?type=user&actor=import', []],
    [`?entity=${userId}`, ['grant', 'user']],
    [`?entity=${userId.toLowerCase()}&type=grant`, ['grant']],
    [`?entity=${userId}&type=user`, ['user']],
    [`?entity=${organisationId}`, ['grant', 'organisation']],
    [`?entity=${serviceId}`, ['grant', 'service']],
    [`?entity=${serviceId}&actor=operator`, ['service']],
    [`?entity=${encodeURIComponent(grant.id.toLowerCase())}`, ['grant']],
    [`?entity=${newId()}`, []],
    ['?entity=nothing', []],
    [`?since=${instant(2)}`, ['user', 'grant', 'user']],
    [`?since=${instant(2)}&until=${instant(4)}`, ['grant', 'user']],
    [`?until=${instant(1)}`, ['organisation']],
    [`?since=${instant(4)}&until=${instant(2)}`, []],
    ['?pageSize=2&page=2', ['user', 'service']],
  ];
  for (const [query, types] of cases) {
    const { records } = await list(query);
    expect([query, ...records.map(({ entity }) => entity.type)]).toEqual([query, ...types]);
  }
  expect(await list('?pageSize=2&page=3')).toMatchObject({ numberOfRecords: 5, page: 3, numberOfPages: 3 });
});

test('an id that entities of two types have finds the records of both, in pages', async () => {
  const id = newId();
  await notifier.publish(
    userEvent(user(id), { at: NOW }),
    eventOf('gatehouse.directory.organisation.v1', organisation(id), { at: NOW + 1 }),
    userEvent(user(id, { status: 0 }), { at: NOW + 2, previous: user(id) }),
  );
  await listOf(3);
  const types = async (page: number) => {
    const { records } = await list(`?entity=${id}&pageSize=2&page=${page}`);
    return records.map(({ entity }) => entity.type);
  };
  expect([await types(1), await types(2)]).toEqual([['user', 'organisation'], ['user']]);
});

test.each([
  'type=delivery',
  'type=User',
  'since=yesterday',
  'until=2026-02-30',
  'since=1767225600',
  'page=0',
])('400: %s', async (query) => {
  const { status, body } = await notifier.request(`/manage/audit?${query}`);
  expect(status).toBe(400);
  expect((body as { errors: string[] }).errors).toEqual([
    expect.stringContaining(query.split('=')[0] as string),
  ]);
});

test('only the operator reads it, and nobody writes it', async () => {
  await notifier.publish(userEvent(user(newId())));
  await listOf(1);
  expect((await fetch(`${notifier.app.url}/manage/audit`)).status).toBe(401);
  expect((await notifier.request('/manage/audit', 'GET', 'public')).status).toBe(403);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    expect((await notifier.request('/manage/audit', method)).status).toBe(405);
  }
  await listOf(1);
});

test('records are deleted at their age, and none is made of what is older; with 0 days they are kept', async () => {
  let ahead = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + ahead };
  await notifier.close();
  notifier = await runNotifier({ AUDIT_DAYS: 2 }, { clock });
  const [id, other] = [newId(), newId()];
  await notifier.publish(userEvent(user(id)), userEvent(user(other), { at: NOW - 3 * DAY_MS }));
  const { records } = await listOf(1);
  expect(records[0]?.entity.id).toBe(id);
  await notifier.publish(userEvent(user(other, { status: 0 }), { previous: user(other) }));
  expect((await listOf(2)).records.map(({ action }) => action)).toContain('changed');
  ahead = 3 * DAY_MS;
  await notifier.restart({ AUDIT_DAYS: 0 });
  await listOf(2);
  await notifier.restart();
  await listOf(0);
});
