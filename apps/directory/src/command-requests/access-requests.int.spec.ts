import type { AccessRequestState } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { APPROVER, END_USER, peopleOf } from '../testing/people-under-test.ts';
import { type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());
const make = peopleOf(() => directory);

const AT = '2026-01-01T00:00:00.000Z';

/** An approved request, as access publishes it. */
function approved(userId: string, organisationId: string, roleId: 0 | 10000 = END_USER): AccessRequestState {
  const id = newId();
  return {
    ...{ id, userId, userVersion: Date.now(), organisationId, membership: true, roles: [] },
    status: 'approved',
    decision: { decision: 'approve', roleId, by: newId(), as: 'approver', at: AT },
    commandRequest: { id: `request:${id}`, at: AT, firstAt: AT },
    ...{ correlationId: 'a-correlation', createdAt: AT, updatedAt: AT, expiresAt: AT },
  };
}
const publish = (state: AccessRequestState) =>
  directory.publish('gatehouse.access.request.v1', state, `person:${newId()}`);

/** The state in which the user has answered a request. */
const answered = (userId: string, { commandRequest }: AccessRequestState) =>
  eventually(async () => {
    const events = await directory.eventsOf(userId);
    const found = events.find(
      ({ data }) =>
        'answered' in data.state && data.state.answered.some(({ id }) => id === commandRequest?.id),
    );
    if (found === undefined) throw new Error('not answered yet');
    return found;
  });

test.each([END_USER, APPROVER] as const)(
  'an approved person is a member with role %i, once',
  async (roleId) => {
    const [oid, sam] = [await make.organisation(), await make.person()];
    const request = approved(sam, oid, roleId);
    await publish(request);
    const event = await answered(sam, request);
    expect(event).toMatchObject({
      correlationid: 'a-correlation',
      data: { state: { memberships: [{ roleId }] } },
    });
    expect(await make.roleOf(sam, oid)).toBe(roleId);
    await directory.request('DELETE', `/manage/users/${sam}/organisations/${oid}`);
    await publish({ ...request, commandRequest: { ...request.commandRequest, at: AT } as never });
    const other = approved(sam, await make.organisation());
    await publish(other);
    await answered(sam, other);
    expect(await make.roleOf(sam, oid)).toBeUndefined();
  },
);

test('a member is raised to approver, and never lowered', async () => {
  const oid = await make.organisation();
  const [ann, eve] = [await make.person(oid, APPROVER), await make.person(oid, END_USER)];
  const [lower, raise] = [approved(ann, oid, END_USER), approved(eve, oid, APPROVER)];
  await publish(lower);
  await publish(raise);
  await answered(ann, lower);
  await answered(eve, raise);
  expect([await make.roleOf(ann, oid), await make.roleOf(eve, oid)]).toEqual([APPROVER, APPROVER]);
});

test('nobody is added to a closed organisation or to none: the request is only answered', async () => {
  const [closed, sam] = [await make.organisation(2), await make.person()];
  for (const oid of [closed, newId()]) {
    const request = approved(sam, oid);
    await publish(request);
    await answered(sam, request);
    expect(await make.roleOf(sam, oid)).toBeUndefined();
  }
});

test('who was removed answers, and stays removed; what is not approved asks for nothing', async () => {
  const [oid, sam, tim] = [await make.organisation(), await make.person(), await make.person()];
  await directory.request('DELETE', `/manage/users/${sam}`);
  const request = approved(sam, oid);
  await publish({ ...approved(tim, oid), status: 'done' });
  await publish(request);
  expect((await answered(sam, request)).data.state).toMatchObject({ state: 'removed' });
  expect(await make.roleOf(tim, oid)).toBeUndefined();
});
