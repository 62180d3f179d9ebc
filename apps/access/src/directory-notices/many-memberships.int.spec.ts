import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking } from '../testing/making.ts';
import { membership, user } from '../testing/neighbours.ts';
import { gatherTold } from '../testing/told.ts';

/** As many as one user can have. */
const MOST = 500;

const access = await startAccessUnderTest();
const told = await gatherTold(access.eventLog);
afterAll(async () => {
  await told.close();
  await access.close();
});

test('all of a user’s memberships that change at once are told one by one', async () => {
  const make = createMaking(() => access);
  const { id: service } = await make.service({ params: { canViewAllUsers: 'true' } });
  const userId = newId();
  const organisationIds = Array.from({ length: MOST }, () => newId());
  const publish = (version: number, of: readonly string[]) =>
    access.neighbours.user(version, user(userId, { memberships: of.map((id) => membership(id, version)) }));
  const toldAs = (type: string) => told.about(userId).filter((each) => each.type === type);
  const organisationsTold = (type: string) => toldAs(type).map(({ data }) => data.organisationId);

  await publish(1, organisationIds);
  await eventually(() => expect(organisationsTold('membership.changed')).toHaveLength(MOST));
  await publish(2, []);
  await eventually(() => expect(organisationsTold('membership.removed')).toHaveLength(MOST));
  expect(organisationsTold('membership.changed').sort()).toEqual(organisationIds.toSorted());
  expect(organisationsTold('membership.removed').sort()).toEqual(organisationIds.toSorted());
  expect(toldAs('user.updated')).toHaveLength(1);
  const all = told.about(userId);
  expect(new Set(all.map(({ message }) => message.id)).size).toBe(all.length);
  expect(all.filter(({ serviceIds }) => serviceIds.join() !== service)).toEqual([]);
});
