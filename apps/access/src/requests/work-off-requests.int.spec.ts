import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { APPROVER, createPeople, gatherRequests, signedIn } from '../testing/people-who-ask.ts';

const DAY_MS = 86_400_000;
let aheadMs = 0;
let access: AccessUnderTest;
let told: Awaited<ReturnType<typeof gatherRequests>>;
beforeAll(async () => {
  access = await startAccessUnderTest({ clock: { now: () => Date.now() + aheadMs } });
  told = await gatherRequests(access.eventLog);
});
afterAll(async () => {
  await told.close();
  await access.close();
});
const people = createPeople(() => access);
const making = createMaking(() => access);

async function ask(userId: string, body: object): Promise<string> {
  const asked = await access.request(signedIn(userId), 'POST', '/me/requests', { reason: 'I do.', ...body });
  expect(asked.status).toBe(201);
  return asked.body.id;
}
const approve = (by: string, oid: string, id: string) =>
  access.request(signedIn(by), 'POST', `/me/organisations/${oid}/requests/${id}/decision`, {
    decision: 'approve',
  });

test('a command request without an answer is sent again after a minute, under the same id', async () => {
  const oid = await people.organisation();
  const ann = await people.person(oid, APPROVER);
  const id = await ask(await people.person(), { organisationId: oid });
  expect((await approve(ann, oid, id)).status).toBe(200);
  await eventually(() => expect(told.last(id)?.status).toBe('approved'));
  const first = told.last(id)?.commandRequest;
  aheadMs += 61_000;
  await eventually(() => expect(told.last(id)?.commandRequest?.at).not.toBe(first?.at));
  expect(told.last(id)?.commandRequest).toMatchObject({ id: first?.id, firstAt: first?.firstAt });
});

test('a request that needs no membership is done by itself, once', async () => {
  const oid = await people.organisation();
  const ann = await people.person(oid, APPROVER);
  const eve = await people.person(oid);
  const { id: sid } = await making.service();
  const id = await ask(eve, { organisationId: oid, serviceId: sid });
  expect((await approve(ann, oid, id)).status).toBe(200);
  await eventually(() => expect(told.last(id)?.status).toBe('done'));
  expect((await access.operator('GET', grantPath(eve, oid, sid))).status).toBe(200);
  expect(told.of(id).filter(({ data }) => data.state.status === 'done')).toHaveLength(1);
});

test('after seven days support may decide as well; after ninety nobody can', async () => {
  const oid = await people.organisation();
  const ann = await people.person(oid, APPROVER);
  const sam = await people.person();
  const id = await ask(sam, { organisationId: oid });
  expect(told.last(id)?.escalated).toBeUndefined();
  aheadMs += 7 * DAY_MS + 1;
  await eventually(() => expect(told.last(id)).toMatchObject({ status: 'waiting', escalated: 'overdue' }));
  const text = await (await fetch(`${access.url}/metrics`)).text();
  const metric = (name: string) =>
    Number(new RegExp(`^gatehouse_${name}\\{[^}]*\\} ([\\d.]+)$`, 'm').exec(text)?.[1]);
  expect(metric('requests_waiting')).toBe(1);
  expect(metric('requests_oldest_seconds')).toBeGreaterThan(7 * 86_400 - 1);
  expect(text).toMatch(/gatehouse_requests_escalated\{[^}]*cause="overdue"[^}]*\} 1/);
  expect(text).toMatch(/gatehouse_request_decisions_total\{[^}]*decision="approve"[^}]*\} 2/);
  // The later cause stays: the last approver goes.
  await people.setMemberships(ann, {});
  await eventually(() => expect(told.last(id)?.escalated).toBe('no-approver'));
  aheadMs += 83 * DAY_MS;
  await eventually(() => expect(told.last(id)?.status).toBe('expired'));
  expect(told.last(id)?.messages).toMatchObject([{ data: { outcome: 'expired' } }]);
  const withdrawn = await access.request(signedIn(sam), 'DELETE', `/me/requests/${id}`);
  expect([withdrawn.status, withdrawn.body.requestStatus]).toEqual([409, 'expired']);
});
