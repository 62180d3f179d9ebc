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

const REASON = 'I teach there from September on.';
const ask = (caller: Caller | undefined, body: object) =>
  access.request(caller, 'POST', '/me/requests', body);
const own = (userId: string, query = '') => access.request(signedIn(userId), 'GET', `/me/requests${query}`);
const withdraw = (userId: string, id: string) =>
  access.request(signedIn(userId), 'DELETE', `/me/requests/${id}`);

/** An organisation with an approver, a member, a stranger and a service with roles. */
async function scene() {
  const oid = await people.organisation();
  const [ann, eve, sam] = [
    await people.person(oid, APPROVER),
    await people.person(oid, END_USER),
    await people.person(),
  ];
  const { id: sid } = await making.service({ name: 'Meals' });
  await making.role(sid, 'COOK');
  await making.role(sid, 'GONE', 'Inactive');
  return { oid, ann, eve, sam, sid };
}

describe('who may ask', () => {
  test('each caller, in the order of the refusals, and nothing is written', async () => {
    const { oid, sam } = await scene();
    const removed = await people.person();
    await people.remove(removed);
    await eventually(async () => expect((await own(removed)).status).toBe(401));
    const callers: [string, Caller | undefined, number][] = [
      ['nobody', undefined, 401],
      ['a client', { kind: 'client', serviceId: newId(), clientId: 'c' }, 403],
      ['the operator', { kind: 'operator' }, 403],
      ['who was removed', signedIn(removed), 401],
      ['a deactivated person', signedIn(await people.person(oid, END_USER, 0)), 403],
      ['a token without the scope', signedIn(sam, []), 403],
    ];
    for (const [name, caller, status] of callers) {
      for (const body of [{ organisationId: oid, reason: REASON }, { nothing: 1 }]) {
        expect([name, (await ask(caller, body)).status]).toEqual([name, status]);
      }
      expect([name, (await access.request(caller, 'GET', '/me/requests')).status]).toEqual([name, status]);
      const path = `/me/requests/${newId()}`;
      expect([name, (await access.request(caller, 'DELETE', path)).status]).toEqual([name, status]);
    }
    expect((await own(sam)).body.requests).toEqual([]);
  });
});

describe('a wish', () => {
  test('of a stranger: membership and a service in one request, which is published without names', async () => {
    const { oid, sam, sid } = await scene();
    const asked = await ask(signedIn(sam), {
      organisationId: oid.toLowerCase(),
      serviceId: sid.toLowerCase(),
      roles: ['COOK', 'COOK'],
      reason: ` ${REASON} `,
    });
    expect([asked.status, asked.body]).toEqual([
      201,
      {
        ...{ id: expect.any(String), userId: sam, organisationId: oid, organisationName: 'Hill School' },
        ...{ serviceId: sid, serviceName: 'Meals', membership: true, roles: ['COOK'], reason: REASON },
        ...{ status: 'waiting', escalated: null, createdAt: expect.any(String), decidedAt: null },
        ...{ decidedBy: null, decision: null, decidedRoleId: null, decidedRoles: null },
        ...{ decisionReason: null, failure: null },
      },
    ]);
    expect((await own(sam)).body).toEqual({
      requests: [asked.body],
      ...{ numberOfRecords: 1, page: 1, numberOfPages: 1 },
    });
    await eventually(() => expect(told.of(asked.body.id)).toHaveLength(1));
    const [event] = told.of(asked.body.id);
    expect(event).toMatchObject({
      actor: `person:${sam}`,
      data: { state: { status: 'waiting', userId: sam } },
    });
    expect(asked.headers.change).toBe(`${asked.body.id}:${event?.data.version}`);
    expect(JSON.stringify(event)).not.toMatch(/Ada|Park|@example/);
  });

  test('the same again is 200 with the open one; another for that organisation is 409 with its id', async () => {
    const { oid, sam, eve, sid } = await scene();
    const asked = await ask(signedIn(sam), { organisationId: oid, reason: REASON });
    const again = await ask(signedIn(sam), { organisationId: oid, reason: 'Another reason.' });
    expect([again.status, again.body]).toEqual([200, asked.body]);
    const other = await ask(signedIn(sam), { organisationId: oid, serviceId: sid, reason: REASON });
    expect(other).toMatchObject({ status: 409, body: { openRequestId: asked.body.id } });
    const { id: second } = await making.service();
    expect((await ask(signedIn(eve), { organisationId: oid, serviceId: sid })).status).toBe(201);
    expect((await ask(signedIn(eve), { organisationId: oid, serviceId: second })).status).toBe(201);
    const roles = await ask(signedIn(eve), { organisationId: oid, serviceId: sid, roles: ['COOK'] });
    expect([roles.status, roles.body.openRequestId]).toEqual([409, expect.any(String)]);
    expect((await own(eve)).body.numberOfRecords).toBe(2);
  });

  test('what is there already is 409 `already`; an approver asks for nothing', async () => {
    const { oid, eve, ann, sid } = await scene();
    const path = grantPath(eve, oid, sid);
    expect((await access.operator('PUT', path, { roles: ['COOK'] })).status).toBe(201);
    for (const body of [{ organisationId: oid }, { organisationId: oid, serviceId: sid, roles: ['COOK'] }]) {
      expect(await ask(signedIn(eve), body)).toMatchObject({ status: 409, body: { already: true } });
    }
    const fewer = await ask(signedIn(eve), { organisationId: oid, serviceId: sid });
    expect([fewer.status, fewer.body.roles, fewer.body.membership]).toEqual([201, [], false]);
    const yourself = await ask(signedIn(ann), { organisationId: oid, serviceId: sid });
    expect(yourself).toMatchObject({ status: 409, body: { detail: 'You can do this yourself' } });
  });

  test('of nobody’s organisation to decide: support may at once', async () => {
    const oid = await people.organisation();
    await people.person(oid, APPROVER, 0);
    const asked = await ask(asSupporter(await people.person()), { organisationId: oid, reason: REASON });
    expect([asked.status, asked.body.escalated]).toEqual([201, 'no-approver']);
  });

  test('faults of the body and of what it names are 400, and nothing is written', async () => {
    const { oid, sam, eve, sid } = await scene();
    const hidden = await making.service({ params: { hiddenFromApprovers: 'true' } });
    const disabled = await making.service({ status: 0 });
    const excluding = await making.service();
    const policy = {
      name: 'Trusts only',
      conditions: [{ field: 'organisation.category.id', operator: 'is', value: ['010'] }],
      roles: [],
    };
    const put = `/manage/services/${excluding.id}/policies/P`;
    expect((await access.operator('PUT', put, policy)).status).toBe(201);
    const closed = await people.organisation({ status: 2 });
    const hiddenOrganisation = await people.organisation({ status: 9 });
    const good = { organisationId: oid, serviceId: sid, reason: REASON };
    const faulty: [object, RegExp][] = [
      [{}, /organisationId: is missing/],
      [{ ...good, organisationId: 'x' }, /organisationId: should be a UUID/],
      [{ ...good, organisationId: newId() }, /organisationId/],
      [{ ...good, organisationId: closed }, /organisationId/],
      [{ ...good, organisationId: hiddenOrganisation }, /organisationId/],
      [{ ...good, serviceId: newId() }, /serviceId/],
      [{ ...good, serviceId: 'console' }, /serviceId/],
      [{ ...good, serviceId: '0D2B6E9A-4C1F-4E7B-9C35-6A1D58F0C001' }, /serviceId/],
      [{ ...good, serviceId: hidden.id }, /serviceId/],
      [{ ...good, serviceId: disabled.id }, /serviceId/],
      [{ ...good, serviceId: excluding.id }, /Trusts only/],
      [{ ...good, roles: ['NONE'] }, /roles\[0\]: the service has no such role/],
      [{ ...good, roles: ['GONE'] }, /roles\[0\]: the role GONE is inactive/],
      [{ organisationId: oid, roles: [], reason: REASON }, /roles: should be given with serviceId/],
      [{ ...good, reason: ' \n ' }, /reason: is missing/],
      [{ ...good, reason: undefined }, /reason: is missing/],
      [{ ...good, reason: 'r'.repeat(201) }, /reason/],
      [{ ...good, status: 'approved' }, /status: is not known here/],
    ];
    for (const [body, words] of faulty) {
      const answer = await ask(signedIn(sam), body);
      expect([body, answer.status]).toEqual([body, 400]);
      expect(answer.body.errors.join('\n')).toMatch(words);
    }
    expect((await own(sam)).body.requests).toEqual([]);
    expect((await ask(signedIn(eve), { organisationId: oid, serviceId: sid, reason: ' ' })).status).toBe(201);
  });

  test('a policy on the role in the organisation counts as met', async () => {
    const { oid, sam, sid } = await scene();
    const policy = {
      name: 'Approvers',
      conditions: [{ field: 'organisation.role.id', operator: 'is', value: ['10000'] }],
      roles: [],
    };
    await access.operator('PUT', `/manage/services/${sid}/policies/P`, policy);
    expect((await ask(signedIn(sam), { organisationId: oid, serviceId: sid, reason: REASON })).status).toBe(
      201,
    );
  });
});

describe('limits', () => {
  test('ten are open at a time, however many come at once; strangers use nothing of an organisation up', async () => {
    const sam = await people.person();
    const oids = await Promise.all(Array.from({ length: 12 }, () => people.organisation()));
    const bodyOf = (organisationId: string) => ({ organisationId, reason: REASON });
    await eventually(async () =>
      expect((await ask(signedIn(sam), bodyOf(oids.at(-1) ?? ''))).status).toBeLessThan(300),
    );
    const answers = await Promise.all(oids.map((oid) => ask(signedIn(sam), bodyOf(oid))));
    expect((await own(sam)).body.numberOfRecords).toBe(10);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.headers).toHaveProperty('retry-after');
    // What asks for the same again is no new one.
    const [first] = (await own(sam)).body.requests;
    expect((await ask(signedIn(sam), bodyOf(first.organisationId))).status).toBe(200);
    const [oid = ''] = oids;
    expect((await ask(signedIn(await people.person()), bodyOf(oid))).status).toBe(201);
  });

  test('the same wish at once makes one request', async () => {
    const { oid, sam } = await scene();
    const asked = () => ask(signedIn(sam), { organisationId: oid, reason: REASON });
    const answers = await Promise.all(Array.from({ length: 6 }, asked));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('twenty a day', async () => {
    const { oid, sam } = await scene();
    for (let n = 0; n < 20; n++) {
      const { status, body } = await ask(signedIn(sam), { organisationId: oid, reason: REASON });
      expect(status).toBe(201);
      expect((await withdraw(sam, body.id)).status).toBe(204);
    }
    expect((await ask(signedIn(sam), { organisationId: oid, reason: REASON })).status).toBe(429);
    expect((await own(sam, '?pageSize=7&page=3')).body).toMatchObject({
      numberOfRecords: 20,
      numberOfPages: 3,
    });
  });
});

describe('withdrawing', () => {
  test('ends a request once: 409 with where it stands, 404 for another person', async () => {
    const { oid, sam, eve } = await scene();
    const { body } = await ask(signedIn(sam), { organisationId: oid, reason: REASON });
    expect((await withdraw(eve, body.id)).status).toBe(404);
    expect((await withdraw(sam, newId())).status).toBe(404);
    const withdrawn = await withdraw(sam, body.id.toLowerCase());
    expect([withdrawn.status, withdrawn.headers.change]).toEqual([204, expect.stringContaining(body.id)]);
    expect(await withdraw(sam, body.id)).toMatchObject({ status: 409, body: { requestStatus: 'withdrawn' } });
    expect((await own(sam)).body.requests).toMatchObject([{ id: body.id, status: 'withdrawn' }]);
    await eventually(() => expect(told.last(body.id)?.status).toBe('withdrawn'));
    expect((await ask(signedIn(sam), { organisationId: oid, reason: REASON })).status).toBe(201);
  });
});
