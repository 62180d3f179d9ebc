import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type Organisations, organisationsCollection } from '../people/organisations.store.ts';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { granting, membership, organisation, user } from '../testing/neighbours.ts';
import { gatherTold } from '../testing/told.ts';

let access: AccessUnderTest;
let told: Awaited<ReturnType<typeof gatherTold>>;
let organisations: Organisations;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
  organisations = await access.store.add(organisationsCollection);
  told = await gatherTold(access.eventLog);
});
afterAll(async () => {
  await told.close();
  await access.close();
});

const PERSON = ['email', 'family_name', 'given_name', 'status'];
const MEMBERSHIP = ['numericIdentifier', 'roleId', 'textIdentifier'];
const removedUser = (id: string) => ({
  ...{ id, answered: [], state: 'removed' as const, removedAt: new Date().toISOString() },
});

type Heard = [type: string, changed: string[] | undefined, serviceIds: string[]];
const inOrder = (heard: readonly unknown[]) => heard.map((each) => JSON.stringify(each)).sort();

/** Waits until exactly this was told. No order is promised between a user's own events and those of the grants. */
const hear = (id: string, expected: Heard[], about = told.about) =>
  eventually(() =>
    expect(inOrder(about(id).map(({ type, data, serviceIds }) => [type, data.changed, serviceIds]))).toEqual(
      inOrder(expected.map(([type, changed, serviceIds]) => [type, changed, serviceIds.toSorted()])),
    ),
  );

/** Earlier events have been handled, and told, once what is published now is. */
async function allIsHandled() {
  const { userId, organisationId } = await make.member();
  const memberships = grantPath(userId, organisationId, newId()).replace(/\/[^/]+$/, '');
  await eventually(async () => expect((await access.operator('GET', memberships)).status).toBe(200));
  const { id } = await make.service();
  await access.operator('PUT', grantPath(userId, organisationId, id), {});
  await eventually(() => expect(told.about(userId)).toHaveLength(1));
}

async function family() {
  const parent = await make.service();
  const child = await make.service({ parentId: parent.id });
  return { parent: parent.id, child: child.id };
}

describe('whom changes concern', () => {
  test('a grant: the service and its parent, from its making to its end', async () => {
    const { parent, child } = await family();
    const { userId, organisationId } = await make.member();
    const path = grantPath(userId, organisationId, child);
    await make.role(child, 'COOK');
    await access.operator('PUT', path, {});
    await access.operator('PUT', path, {});
    await access.operator('PUT', path, { roles: ['COOK'] });
    await access.operator('DELETE', path);
    await hear(userId, [
      ['grant.changed', ['identifiers', 'roles'], [child, parent]],
      ['grant.changed', ['roles'], [child, parent]],
      ['grant.removed', undefined, [child, parent]],
    ]);
    const versions = told.about(userId).map(({ data }) => Number(data.version));
    expect(versions).toEqual([...new Set(versions)].sort());
    const [first] = told.about(userId);
    expect(first?.message).toMatchObject({ kind: 'webhook', event: { timestamp: first?.message.at } });
    expect(first?.data).toMatchObject({ userId, organisationId, serviceId: child });
  });

  test('a user: those with a grant, and in the end the membership and the grant with it', async () => {
    const { parent, child } = await family();
    const { userId, organisationId, since } = await make.member();
    await access.operator('PUT', grantPath(userId, organisationId, child), {});
    const memberships = [membership(organisationId, since)];
    await access.neighbours.user(Date.now() + 1, user(userId, { memberships, status: 0, givenName: 'Bo' }));
    const both = [child, parent];
    await hear(userId, [
      ['grant.changed', ['identifiers', 'roles'], both],
      ['user.deactivated', ['given_name', 'status'], both],
    ]);
    await access.neighbours.user(Date.now() + 9, user(userId, { memberships, givenName: 'Bo' }));
    await access.neighbours.user(Date.now() + 99, user(userId, { memberships: [], givenName: 'Bo' }));
    await hear(userId, [
      ['grant.changed', ['identifiers', 'roles'], both],
      ['user.deactivated', ['given_name', 'status'], both],
      ['user.updated', ['status'], both],
      ['membership.removed', undefined, both],
      ['grant.removed', undefined, both],
    ]);
    // No longer shown: what comes now concerns nobody.
    await access.neighbours.user(Date.now() + 999, removedUser(userId));
    await allIsHandled();
    expect(told.about(userId)).toHaveLength(5);
  });

  test('a removed person: the person and the grant', async () => {
    const { child, parent } = await family();
    const { userId, organisationId } = await make.member();
    await access.operator('PUT', grantPath(userId, organisationId, child), {});
    await access.neighbours.user(Date.now() + 1, removedUser(userId));
    await hear(userId, [
      ['grant.changed', ['identifiers', 'roles'], [child, parent]],
      ['user.removed', undefined, [child, parent]],
      ['grant.removed', undefined, [child, parent]],
    ]);
  });

  test('a service that sees all users: a new one with all names, and a new life of the id', async () => {
    const { id } = await make.service({ params: { canViewAllUsers: 'true' } });
    const { userId } = await make.member();
    await hear(userId, [
      ['user.updated', PERSON, [id]],
      ['membership.changed', MEMBERSHIP, [id]],
    ]);
    const later = Date.now() + 1;
    await access.neighbours.user(later, removedUser(userId));
    await eventually(() => expect(told.about(userId).at(-1)?.type).toBe('user.removed'));
    await access.neighbours.user(later + 9, user(userId, { incarnation: later + 9 }));
    await eventually(() => expect(told.about(userId)).toHaveLength(4));
    expect(told.about(userId).at(-1)).toMatchObject({ data: { changed: PERSON, version: later + 9 } });
    // Without access there, it is not told of a membership in an organisation that is not shown.
    const hidden = newId();
    await access.neighbours.organisation(1, organisation(hidden, { status: 0 }));
    await eventually(async () => expect(await organisations.get(hidden)).toBeDefined());
    const memberships = [membership(hidden, later + 10)];
    const renamed = { incarnation: later + 9, memberships, givenName: 'Bo' };
    await access.neighbours.user(later + 10, user(userId, renamed));
    await eventually(() => expect(told.about(userId)).toHaveLength(5));
    expect(told.about(userId).at(-1)).toMatchObject({ data: { changed: ['given_name'] } });
    expect(told.about(hidden)).toEqual([]);
    await access.operator('PUT', `/manage/services/${id}`, make.details('off-again'));
  });

  test('who invited a person: what follows, but not the membership that the invitation made', async () => {
    const { child, parent } = await family();
    const { userId, since } = await make.member();
    const [organisationId, linkedAt] = [newId(), since + 1];
    await access.neighbours.organisation(since, organisation(organisationId));
    const memberships = [membership(organisationId, linkedAt)];
    await access.neighbours.user(linkedAt, user(userId, { memberships }));
    const of = { serviceId: child, userId, organisationId, userVersion: linkedAt };
    await access.neighbours.granting(1, granting(newId(), of));
    await hear(userId, [['grant.changed', ['identifiers', 'roles'], [child, parent]]]);
    await access.operator('DELETE', grantPath(userId, organisationId, child));
    await eventually(() => expect(told.about(userId)).toHaveLength(2));
    await access.neighbours.user(linkedAt + 1, user(userId, { memberships, familyName: 'Hill' }));
    await eventually(() =>
      expect(told.about(userId).at(-1)).toMatchObject({
        type: 'user.updated',
        data: { changed: ['family_name'], version: linkedAt + 1 },
        serviceIds: [child, parent].toSorted(),
      }),
    );
    // Another person under the same id was not invited.
    await access.neighbours.user(linkedAt + 2, removedUser(userId));
    await eventually(() => expect(told.about(userId).at(-1)?.type).toBe('user.removed'));
    const count = told.about(userId).length;
    await access.neighbours.user(linkedAt + 9, user(userId, { incarnation: linkedAt + 9 }));
    await access.neighbours.user(linkedAt + 10, user(userId, { incarnation: linkedAt + 9, status: 0 }));
    await allIsHandled();
    expect(told.about(userId)).toHaveLength(count);
  });

  test('an organisation: services with a grant there, and their parents; nobody where nothing changed', async () => {
    const { child, parent } = await family();
    const other = await make.service();
    const { userId, organisationId, since } = await make.member();
    const mine = () => told.about(organisationId).filter(({ type }) => type === 'organisation.updated');
    await access.neighbours.organisation(since + 1, organisation(organisationId, { telephone: '01' }));
    await access.operator('PUT', grantPath(userId, organisationId, child), {});
    await access.operator('PUT', grantPath(userId, organisationId, other.id), {});
    await access.neighbours.organisation(
      since + 2,
      organisation(organisationId, { telephone: '01', updatedAt: '2026-02-01T00:00:00.000Z' }),
    );
    await access.neighbours.organisation(since + 3, organisation(organisationId, { status: 2 }));
    await eventually(() => expect(mine()).toHaveLength(1));
    expect(mine()[0]).toMatchObject({
      data: { organisationId, changed: ['status', 'telephone'], version: since + 3 },
      serviceIds: [child, parent, other.id].toSorted(),
    });
  });

  test('a disabled service is told nothing, nor its parent of it; enabled again both are', async () => {
    const { child, parent } = await family();
    const { userId, organisationId, since } = await make.member();
    await access.operator('PUT', grantPath(userId, organisationId, child), {});
    const put = (status: number) =>
      access.operator(
        'PUT',
        `/manage/services/${child}`,
        make.details(`child-${child.slice(0, 8)}`, { parentId: parent, status }),
      );
    await put(0);
    const memberships = [membership(organisationId, since)];
    await access.neighbours.user(Date.now() + 1, user(userId, { memberships, givenName: 'Bo' }));
    await allIsHandled();
    await put(1);
    await access.neighbours.user(
      Date.now() + 20,
      user(userId, { memberships, familyName: 'Hill', givenName: 'Bo' }),
    );
    await hear(userId, [
      ['grant.changed', ['identifiers', 'roles'], [child, parent]],
      ['user.updated', ['family_name'], [child, parent]],
    ]);
  });
});

test('a membership counts in whatever organisation; in one that is not shown, where there is a grant', async () => {
  const service = await make.service();
  const other = await make.service();
  const { userId, organisationId: shown, since } = await make.member();
  const [hidden, elsewhere] = [newId(), newId()];
  await access.neighbours.organisation(since, organisation(hidden, { status: 9 }));
  await access.neighbours.organisation(since, organisation(elsewhere));
  await eventually(async () => expect(await organisations.getMany([hidden, elsewhere])).toHaveLength(2));
  const all = (roleId: 0 | 10000) =>
    [shown, hidden, elsewhere]
      .map((id) => membership(id, since + 1, roleId))
      .map((each) => (each.organisationId === shown ? { ...each, incarnation: since } : each));
  await access.neighbours.user(since + 1, user(userId, { memberships: all(0) }));
  await access.operator('PUT', grantPath(userId, shown, service.id), {});
  await access.operator('PUT', grantPath(userId, hidden, other.id), {});
  await eventually(() => expect(told.about(userId)).toHaveLength(2));
  await access.neighbours.user(Date.now() + 10, user(userId, { memberships: all(10000) }));
  await eventually(() => expect(told.about(userId)).toHaveLength(5));
  const changed = told.about(userId).slice(2);
  expect(changed.map(({ data, serviceIds }) => [data.organisationId, serviceIds])).toEqual([
    [shown, [service.id, other.id].toSorted()],
    [elsewhere, [service.id, other.id].toSorted()],
    [hidden, [other.id]],
  ]);
});
