import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import {
  APPROVER,
  asSupporter,
  createPeople,
  END_USER,
  gatherRequests,
  signedIn,
} from '../testing/people-who-ask.ts';

let access: AccessUnderTest;
let told: Awaited<ReturnType<typeof gatherRequests>>;
beforeAll(async () => {
  access = await startAccessUnderTest();
  told = await gatherRequests(access.eventLog);
});
afterAll(async () => {
  await told.close();
  await access.close();
});
const making = createMaking(() => access);
const people = createPeople(() => access);

const decide = (caller: Caller | undefined, oid: string, id: string, body: object) =>
  access.request(caller, 'POST', `/me/organisations/${oid}/requests/${id}/decision`, body);
const APPROVE = { decision: 'approve' };
const REJECT = { decision: 'reject', reason: 'We do not know you.' };

async function ask(userId: string, body: object): Promise<string> {
  const asked = await access.request(signedIn(userId), 'POST', '/me/requests', {
    reason: 'I teach there.',
    ...body,
  });
  expect(asked.status).toBe(201);
  return asked.body.id;
}
const ownOf = async (userId: string, id: string) => {
  const { body } = await access.request(signedIn(userId), 'GET', '/me/requests');
  return body.requests.find((each: { id: string }) => each.id === id);
};
const becomes = (userId: string, id: string, status: string) =>
  eventually(async () => {
    const request = await ownOf(userId, id);
    expect(request.status).toBe(status);
    return request;
  });

/** An organisation with two approvers, a member and a stranger, and a service with roles. */
async function scene() {
  const oid = await people.organisation();
  const [ann, bob] = [await people.person(oid, APPROVER), await people.person(oid, APPROVER)];
  const [eve, sam] = [await people.person(oid, END_USER), await people.person()];
  const { id: sid } = await making.service({ name: 'Meals' });
  await making.role(sid, 'COOK');
  await making.role(sid, 'HEAD');
  return { oid, ann, bob, eve, sam, sid };
}

/** What directory does with an approved request, once it is published. */
async function directoryAnswers(id: string, oid: string, roleId: 0 | 10000, { admits = true } = {}) {
  const state = await eventually(() => {
    const found = told.last(id);
    expect(found?.commandRequest).toBeDefined();
    return found;
  });
  const { userId = '', commandRequest } = state ?? {};
  const user = people.known(userId);
  const { id: requestId = '', at = '' } = commandRequest ?? {};
  const answered = [...user.answered, { id: requestId, at }];
  await people.publish({ ...user, answered });
  if (admits) await people.setMemberships(userId, { [oid]: roleId });
}

describe('who may decide', () => {
  test('each caller, in the order of the refusals, and nothing is decided', async () => {
    const { oid, ann, eve, sam } = await scene();
    const id = await ask(sam, { organisationId: oid });
    const elsewhere = await people.organisation();
    const other = await people.person(elsewhere, APPROVER);
    const callers: [string, Caller | undefined, number][] = [
      ['nobody', undefined, 401],
      ['a client', { kind: 'client', serviceId: newId(), clientId: 'c' }, 403],
      ['the operator', { kind: 'operator' }, 403],
      ['a deactivated approver', signedIn(await people.person(oid, APPROVER, 0)), 403],
      ['the person', signedIn(sam), 403],
      ['a stranger', signedIn(await people.person()), 403],
      ['an end user', signedIn(eve), 403],
      ['an approver of another', signedIn(other), 403],
    ];
    for (const [name, caller, status] of callers) {
      expect([name, (await decide(caller, oid, id, APPROVE)).status]).toEqual([name, status]);
      expect([name, (await decide(caller, oid, id, { decision: 'perhaps' })).status]).toEqual([name, status]);
    }
    expect((await decide(signedIn(ann), newId(), id, APPROVE)).status).toBe(404);
    expect((await decide(signedIn(ann), oid, newId(), APPROVE)).status).toBe(404);
    expect((await ownOf(sam, id)).status).toBe('waiting');
  });

  test('an approval grants what was asked for, never what a link’s path says', async () => {
    const { oid, sam } = await scene();
    const id = await ask(sam, { organisationId: oid });
    const elsewhere = await people.organisation();
    const other = await people.person(elsewhere, APPROVER);
    expect((await decide(signedIn(other), elsewhere, id, APPROVE)).status).toBe(404);
    expect((await decide(asSupporter(other), elsewhere, id, APPROVE)).status).toBe(404);
    expect((await ownOf(sam, id)).status).toBe('waiting');
  });

  test('nobody decides their own request, in two tabs or as supporter: 403', async () => {
    const { oid, eve, sid } = await scene();
    const id = await ask(eve, { organisationId: oid, serviceId: sid });
    expect((await decide(asSupporter(eve), oid, id, APPROVE)).status).toBe(403);
    await people.setMemberships(eve, { [oid]: APPROVER });
    await eventually(async () => {
      const { body } = await decide(signedIn(eve), oid, id, APPROVE);
      expect(body.detail).toBe('Nobody decides their own request');
    });
    expect((await ownOf(eve, id)).status).toBe('waiting');
  });

  test('rights begin and end with the membership', async () => {
    const { oid, bob, eve, sam } = await scene();
    const id = await ask(sam, { organisationId: oid });
    await people.setMemberships(bob, { [oid]: END_USER });
    const may = async (userId: string) =>
      (await decide(signedIn(userId), oid, id, { decision: 'perhaps' })).status === 400;
    await eventually(async () => expect(await may(bob)).toBe(false));
    expect((await decide(signedIn(bob), oid, id, REJECT)).status).toBe(403);
    await people.setMemberships(eve, { [oid]: APPROVER });
    await eventually(async () => expect(await may(eve)).toBe(true));
    expect((await decide(signedIn(eve), oid, id, REJECT)).status).toBe(200);
  });
});

describe('a decision', () => {
  test('is not made twice: of two at once one wins, and the other is told who and when', async () => {
    for (let round = 0; round < 5; round++) {
      const { oid, ann, bob, sam } = await scene();
      const id = await ask(sam, { organisationId: oid });
      const [one, other] = await Promise.all([
        decide(signedIn(ann), oid, id, APPROVE),
        decide(signedIn(bob), oid, id, round % 2 === 0 ? REJECT : APPROVE),
      ]);
      const [won, lost] = one.status === 200 ? [one, other] : [other, one];
      expect([won.status, lost.status]).toEqual([200, 409]);
      expect(lost.body).toMatchObject({
        requestStatus: won.body.status,
        decidedBy: won.body.decidedBy,
        decidedAt: won.body.decidedAt,
      });
      const decided = told.of(id).filter(({ data }) => data.changed.includes('decision'));
      await eventually(() => expect(told.last(id)?.decision).toBeDefined());
      expect(decided.length).toBeLessThan(2);
    }
  });

  test('the same by the same person again is 200; other roles, or another word, are 409', async () => {
    const { oid, ann, bob, eve, sid } = await scene();
    const id = await ask(eve, { organisationId: oid, serviceId: sid, roles: ['COOK'] });
    const first = await decide(signedIn(ann), oid, id, APPROVE);
    expect([first.status, first.body.decision, first.body.decidedRoles]).toEqual([200, 'approve', ['COOK']]);
    expect((await decide(signedIn(ann), oid, id, { ...APPROVE, roles: ['COOK'] })).status).toBe(200);
    for (const [caller, body] of [
      [ann, { ...APPROVE, roles: ['HEAD'] }],
      [ann, REJECT],
      [bob, APPROVE],
    ] as const) {
      expect((await decide(signedIn(caller), oid, id, body)).status).toBe(409);
    }
    await becomes(eve, id, 'done');
  });

  test('a rejection says why, to the person; who decided stays unnamed to them', async () => {
    const { oid, ann, sam } = await scene();
    const id = await ask(sam, { organisationId: oid });
    const rejected = await decide(signedIn(ann), oid, id, REJECT);
    expect(rejected.body).toMatchObject({ status: 'rejected', decidedBy: 'Ada Park', decision: 'reject' });
    expect(rejected.headers.change).toMatch(new RegExp(`^${id}:\\d+$`));
    expect(await ownOf(sam, id)).toMatchObject({
      ...{ status: 'rejected', decidedBy: 'an approver', decisionReason: REJECT.reason },
    });
    await eventually(() => expect(told.of(id).at(-1)?.actor).toBe(`person:${ann}`));
    expect(told.last(id)?.messages).toMatchObject([
      {
        ...{ kind: 'email', template: 'access-request', recipient: { userId: sam } },
        data: { organisationName: 'Hill School', outcome: 'rejected', reason: REJECT.reason },
      },
    ]);
    expect(JSON.stringify(told.of(id))).not.toMatch(/Ada|Park|@example/);
    const again = await decide(asSupporter(await people.person()), oid, id, APPROVE);
    expect([again.status, again.body.requestStatus]).toEqual([409, 'rejected']);
  });

  test('faults are 400 and decide nothing', async () => {
    const { oid, ann, eve, sam, sid } = await scene();
    const [membership, service] = [
      await ask(sam, { organisationId: oid }),
      await ask(eve, { organisationId: oid, serviceId: sid }),
    ];
    const faulty: [string, object][] = [
      [membership, {}],
      [membership, { decision: 'reject' }],
      [membership, { decision: 'reject', reason: '  ' }],
      [membership, { decision: 'reject', reason: 'r'.repeat(1_001) }],
      [membership, { decision: 'reject', reason: 'No.', roles: [] }],
      [membership, { ...APPROVE, roleId: 1 }],
      [membership, { ...APPROVE, roles: ['COOK'] }],
      [service, { ...APPROVE, roleId: 0 }],
      [service, { ...APPROVE, roles: ['NONE'] }],
    ];
    for (const [id, body] of faulty) {
      const answer = await decide(signedIn(ann), oid, id, body);
      expect([body, answer.status]).toEqual([body, 400]);
    }
    expect((await ownOf(eve, service)).status).toBe('waiting');
    expect((await decide(signedIn(ann), oid, service, { ...APPROVE, roles: ['COOK'] })).status).toBe(200);
    await becomes(eve, service, 'done');
    expect((await access.operator('GET', grantPath(eve, oid, sid))).body.roles).toEqual(['COOK']);
  });

  test('what is not allowed any more cannot be approved (409), and can be rejected', async () => {
    const { oid, ann, eve, sid } = await scene();
    const id = await ask(eve, { organisationId: oid, serviceId: sid, roles: ['COOK'] });
    await making.role(sid, 'COOK', 'Inactive');
    const gone = await decide(signedIn(ann), oid, id, APPROVE);
    expect([gone.status, gone.body.detail]).toEqual([409, expect.stringContaining('COOK is inactive')]);
    await people.changeOrganisation(oid, { status: 2 });
    await eventually(async () => {
      const { status, body } = await decide(signedIn(ann), oid, id, { ...APPROVE, roles: ['NONE'] });
      expect([status, body.detail]).toEqual([409, expect.stringContaining('closed')]);
    });
    expect((await decide(signedIn(ann), oid, id, REJECT)).status).toBe(200);
  });
});

describe('an approved request', () => {
  test('of a stranger: directory makes the membership with the role, then the service is granted', async () => {
    const { oid, sam, sid } = await scene();
    const id = await ask(sam, { organisationId: oid, serviceId: sid, roles: ['COOK'] });
    const supporter = asSupporter(await people.person());
    const decided = await decide(supporter, oid, id, { ...APPROVE, roleId: APPROVER });
    expect(decided.body).toMatchObject({ status: 'approved', decidedRoleId: APPROVER });
    await directoryAnswers(id, oid, APPROVER);
    const done = await becomes(sam, id, 'done');
    expect(done).toMatchObject({ decidedBy: 'support', failure: null });
    await eventually(() =>
      expect(told.last(id)?.messages).toMatchObject([{ data: { outcome: 'done', serviceName: 'Meals' } }]),
    );
    expect((await access.operator('GET', grantPath(sam, oid, sid))).body.roles).toEqual(['COOK']);
    expect((await access.request(signedIn(sam), 'DELETE', `/me/requests/${id}`)).status).toBe(409);
  });

  test('that directory could not carry out has failed: no room', async () => {
    const { oid, ann, sam } = await scene();
    const id = await ask(sam, { organisationId: oid });
    expect((await decide(signedIn(ann), oid, id, APPROVE)).status).toBe(200);
    await directoryAnswers(id, oid, END_USER, { admits: false });
    expect((await becomes(sam, id, 'failed')).failure).toBe('no room');
    await eventually(() =>
      expect(told.last(id)?.messages).toMatchObject([{ data: { outcome: 'failed', failure: 'no room' } }]),
    );
  });

  test('of a service that is not for this role has failed: policy', async () => {
    const { oid, ann, sam, sid } = await scene();
    const id = await ask(sam, { organisationId: oid, serviceId: sid });
    expect((await decide(signedIn(ann), oid, id, APPROVE)).status).toBe(200);
    const policy = {
      name: 'Approvers',
      conditions: [{ field: 'organisation.role.id', operator: 'is', value: ['10000'] }],
      roles: [],
    };
    await access.operator('PUT', `/manage/services/${sid}/policies/P`, policy);
    await directoryAnswers(id, oid, END_USER);
    expect((await becomes(sam, id, 'failed')).failure).toBe('policy');
  });

  test('changes of roles are the whole set; identifiers stay', async () => {
    const { oid, ann, eve, sid } = await scene();
    const identifiers = [{ key: 'kitchen', value: '12' }];
    await access.operator('PUT', grantPath(eve, oid, sid), { roles: ['COOK'], identifiers });
    const id = await ask(eve, { organisationId: oid, serviceId: sid, roles: ['HEAD'] });
    expect((await decide(signedIn(ann), oid, id, APPROVE)).status).toBe(200);
    await becomes(eve, id, 'done');
    const { body } = await access.operator('GET', grantPath(eve, oid, sid));
    expect(body).toMatchObject({ roles: ['HEAD'], identifiers });
  });

  test('of who is removed has failed, and the reason goes', async () => {
    const { oid, ann, sam } = await scene();
    const id = await ask(sam, { organisationId: oid });
    expect((await decide(signedIn(ann), oid, id, APPROVE)).status).toBe(200);
    await people.remove(sam);
    await eventually(() =>
      expect(told.last(id)).toMatchObject({ status: 'failed', failure: 'person removed' }),
    );
    expect(told.last(id)).not.toHaveProperty('reason');
  });
});

describe('a waiting request', () => {
  test('is overtaken once all of it came about otherwise', async () => {
    const { oid, sam, eve, sid } = await scene();
    const other = await people.person();
    const [membership, both, roles] = [
      await ask(sam, { organisationId: oid }),
      await ask(other, { organisationId: oid, serviceId: sid }),
      await ask(eve, { organisationId: oid, serviceId: sid, roles: ['COOK'] }),
    ];
    await people.setMemberships(sam, { [oid]: END_USER });
    await people.setMemberships(other, { [oid]: END_USER });
    await becomes(sam, membership, 'overtaken');
    await access.operator('PUT', grantPath(eve, oid, sid), { roles: ['COOK', 'HEAD'] });
    await becomes(eve, roles, 'overtaken');
    expect((await ownOf(other, both)).status).toBe('waiting');
    await access.operator('PUT', grantPath(other, oid, sid), { roles: [] });
    await becomes(other, both, 'overtaken');
  });

  test('of a member is withdrawn with the membership', async () => {
    const { oid, eve, sid } = await scene();
    const id = await ask(eve, { organisationId: oid, serviceId: sid });
    await people.setMemberships(eve, {});
    await becomes(eve, id, 'withdrawn');
  });

  test('ends with the account, and its reason goes, as do those of earlier ones', async () => {
    const { oid, ann, sam } = await scene();
    const first = await ask(sam, { organisationId: oid });
    await decide(signedIn(ann), oid, first, REJECT);
    const second = await ask(sam, { organisationId: oid });
    await people.remove(sam);
    await eventually(() => expect(told.last(second)?.status).toBe('ended'));
    await eventually(() => expect(told.last(first)?.decision).not.toHaveProperty('reason'));
    for (const id of [first, second]) expect(told.last(id)).not.toHaveProperty('reason');
    const { body } = await access.request(signedIn(ann), 'GET', `/me/organisations/${oid}/requests`);
    expect(body.requests).toMatchObject([
      { status: 'rejected', reason: null },
      { status: 'ended', reason: null },
    ]);
  });

  test('is for support as well once the last approver goes or is not active', async () => {
    const oid = await people.organisation();
    const ann = await people.person(oid, APPROVER);
    const bob = await people.person(oid, APPROVER);
    const sam = await people.person();
    const id = await ask(sam, { organisationId: oid });
    await people.setMemberships(ann, { [oid]: END_USER });
    await people.publish({ ...people.known(bob), status: 0 });
    await eventually(async () => expect((await ownOf(sam, id)).escalated).toBe('no-approver'));
    expect((await ownOf(sam, id)).status).toBe('waiting');
  });
});
