import { builtInServices } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking } from '../testing/making.ts';
import { servicesCollection } from './services.store.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const { console, accounts } = builtInServices;
const idsIn = (services: { id: string }[]) => services.map(({ id }) => id);

test('they are there from the first start, and listed where they are asked for', async () => {
  const { id } = await make.service();
  const shown = await access.operator('GET', `/manage/services/${console.id.toLowerCase()}`);
  expect([shown.status, shown.body]).toEqual([
    200,
    expect.objectContaining({ id: console.id, clientId: 'console', builtIn: true, status: 1 }),
  ]);
  const roles = await access.operator('GET', `/manage/services/${console.id}/roles`);
  expect(roles.body.roles).toEqual([expect.objectContaining({ code: 'support', status: 'Active' })]);

  for (const path of ['/manage/services', '/manage/services?builtIn=false']) {
    const { body } = await access.operator('GET', path);
    expect([idsIn(body.services), body.numberOfRecords]).toEqual([[id], 1]);
    expect(body.services[0]).not.toHaveProperty('builtIn');
  }
  const all = await access.operator('GET', '/manage/services?builtIn=true');
  expect([idsIn(all.body.services), all.body.numberOfRecords]).toEqual([[accounts.id, id, console.id], 3]);
  expect((await access.operator('GET', '/manage/services?builtIn=yes')).status).toBe(400);
});

test('a second instance, and a later start, make none anew', async () => {
  const documents = () =>
    Promise.all([console.id, accounts.id].map((id) => access.store.collection(servicesCollection).get(id)));
  const before = await documents();
  const second = await startAccessUnderTest({ first: access });
  expect(await documents()).toEqual(before);
  await second.close();
});

test.each([
  ['PUT', '', () => make.details('another-console')],
  ['DELETE', '', undefined],
  ['POST', '/secret', () => ({})],
  ['POST', '/client-secret', () => ({})],
  ['PUT', '/roles/other', () => ({ name: 'Other' })],
  ['DELETE', '/roles/support', undefined],
  ['PUT', '/policies/one', () => ({ name: 'One', conditions: [], roles: [] })],
] as const)('%s %s is 409, and nothing is written', async (method, path, body) => {
  const store = access.store.collection(servicesCollection);
  const before = await store.get(console.id);
  const answer = await access.operator(method, `/manage/services/${console.id}${path}`, body?.());
  expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('built in')]);
  expect(await store.get(console.id)).toEqual(before);
});

test('a person is granted its role as any other', async () => {
  const { userId, organisationId } = await make.member();
  const path = `/manage/users/${userId}/organisations/${organisationId}/services/${console.id}`;
  const granted = await access.operator('PUT', path, { roles: ['support'] });
  expect([granted.status, granted.body]).toEqual([201, expect.objectContaining({ roles: ['support'] })]);
  const byName = await access.operator('PUT', path.replace(console.id, 'console'), { roles: ['support'] });
  expect([byName.status, byName.body]).toEqual([200, granted.body]);
  const refused = await access.operator('PUT', path.replace(console.id, newId()), { roles: ['support'] });
  expect(refused.status).toBe(404);
});
