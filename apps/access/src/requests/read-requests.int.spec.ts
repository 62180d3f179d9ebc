import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { APPROVER, asSupporter, createPeople, END_USER, signedIn } from '../testing/people-who-ask.ts';

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());
const people = createPeople(() => access);

const ask = async (userId: string, organisationId: string) => {
  const body = { organisationId, reason: 'I teach there.' };
  const asked = await access.request(signedIn(userId), 'POST', '/me/requests', body);
  expect(asked.status).toBe(201);
  return asked.body.id as string;
};
const listPath = (oid: string) => `/me/organisations/${oid}/requests`;

test('an approver and a supporter see who asks, the oldest first; nobody else does', async () => {
  const oid = await people.organisation();
  const elsewhere = await people.organisation();
  const ann = await people.person(oid, APPROVER);
  const [sam, tim] = [await people.person(), await people.person()];
  const [first, second] = [await ask(sam, oid), await ask(tim, oid)];
  await access.request(signedIn(tim), 'DELETE', `/me/requests/${second}`);
  const supporter = asSupporter(await people.person());
  for (const caller of [signedIn(ann), supporter]) {
    const { body } = await access.request(caller, 'GET', listPath(oid));
    expect(body).toMatchObject({
      requests: [
        { id: first, userId: sam, given_name: 'Ada', family_name: 'Park', status: 'waiting' },
        { id: second, email: `${tim.toLowerCase()}@example.org`, status: 'withdrawn' },
      ],
      numberOfRecords: 2,
    });
    const waiting = await access.request(caller, 'GET', `${listPath(oid)}?status=waiting`);
    expect(waiting.body.requests).toMatchObject([{ id: first }]);
    expect((await access.request(caller, 'GET', `${listPath(oid)}?status=none`)).status).toBe(400);
    expect((await access.request(caller, 'GET', listPath(newId()))).status).toBe(404);
  }
  const callers = [
    [undefined, 401],
    [{ kind: 'operator' }, 403],
    [{ kind: 'client', serviceId: newId(), clientId: 'c' }, 403],
    [signedIn(sam), 403],
    [signedIn(await people.person(oid, END_USER)), 403],
    [signedIn(await people.person(elsewhere, APPROVER)), 403],
    [signedIn(await people.person(oid, APPROVER, 0)), 403],
  ] as const;
  for (const [caller, status] of callers) {
    expect((await access.request(caller, 'GET', listPath(oid))).status).toBe(status);
  }
});

test('support and the operator see those of all organisations, by status and escalation', async () => {
  const [oid, without] = [await people.organisation(), await people.organisation()];
  await people.person(oid, APPROVER);
  const sam = await people.person();
  const [plain, escalated] = [await ask(sam, oid), await ask(sam, without)];
  const supporter = asSupporter(await people.person());
  const lists = [
    (query: string) => access.request(supporter, 'GET', `/support/requests${query}`),
    (query: string) => access.operator('GET', `/manage/requests${query}`),
  ];
  for (const list of lists) {
    const ids = async (query: string) =>
      (await list(`${query}&pageSize=500`)).body.requests.map(({ id }: { id: string }) => id);
    expect(await ids('?status=waiting')).toEqual(expect.arrayContaining([plain, escalated]));
    const byCause = await ids('?status=waiting&escalated=no-approver');
    expect([byCause.includes(escalated), byCause.includes(plain)]).toEqual([true, false]);
    expect(await ids('?escalated=overdue')).toEqual([]);
    expect((await list('?escalated=true')).status).toBe(400);
  }
  for (const caller of [signedIn(sam), { kind: 'operator' }] as const) {
    expect((await access.request(caller, 'GET', '/support/requests')).status).toBe(403);
  }
  expect((await access.request(supporter, 'GET', '/manage/requests')).status).toBe(403);
  expect((await access.request(undefined, 'GET', '/support/requests')).status).toBe(401);
  const inactive = asSupporter(await people.person(undefined, END_USER, 0));
  expect((await access.request(inactive, 'GET', '/support/requests')).status).toBe(403);
});

test('one who was removed is shown without names', async () => {
  const oid = await people.organisation();
  const ann = await people.person(oid, APPROVER);
  const sam = await people.person();
  const id = await ask(sam, oid);
  await people.remove(sam);
  await eventually(async () => {
    const { body } = await access.request(signedIn(ann), 'GET', listPath(oid));
    expect(body.requests).toMatchObject([{ id, given_name: null, family_name: null, email: null }]);
  });
});
