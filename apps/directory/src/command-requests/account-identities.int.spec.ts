import type { DirectoryRequest, LinkedAccountIdentity, UserState } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());

const AT = '2026-01-01T00:00:00.000Z';
let people = 0;
const nextEmail = () => `account${++people}@example.org`;
const requestOf = (ask: DirectoryRequest['ask'], more: Partial<DirectoryRequest> = {}) => ({
  ...{ id: newId(), at: AT, firstAt: AT, ask },
  ...more,
});

async function publish(userId: string, commandRequest: DirectoryRequest, times = 1) {
  const state: LinkedAccountIdentity = {
    ...{ id: newId(), status: 'linked', userId, linkedBy: 'new', issuer: 'https://id.example.org' },
    ...{ subject: 'a', createdAt: AT, updatedAt: AT, commandRequest },
  };
  for (let n = 0; n < times; n++) await directory.publish('gatehouse.accounts.identity.v1', state);
}

function remove(userId: string, { ask: _, ...commandRequest }: DirectoryRequest) {
  const state = { id: newId(), status: 'removed' as const, removedAt: AT, userId, commandRequest };
  return directory.publish('gatehouse.accounts.identity.v1', state);
}

/** The state of a user that has answered a request. */
const answered = (userId: string, { id }: DirectoryRequest) =>
  eventually(async () => {
    const state = (await directory.eventsOf(userId)).at(-1)?.data.state as UserState | undefined;
    if (state?.answered.some((each) => each.id === id) !== true) throw new Error('not answered yet');
    return state;
  });
const shown = async (userId: string) => (await directory.request('GET', `/manage/users/${userId}`)).body;

async function made(more: Partial<DirectoryRequest> = {}) {
  const userId = newId();
  const request = requestOf('make', more);
  await publish(userId, request);
  return { userId, state: await answered(userId, request) };
}

test('makes a user without email and names: null in every answer, and a PUT requires them as ever', async () => {
  const { userId, state } = await made();
  expect(state).toMatchObject({ state: 'present', status: 1, madeBy: 'accounts' });
  const nobody = { id: userId, email: null, given_name: null, family_name: null, status: 1 };
  expect(await shown(userId)).toEqual(nobody);
  const { users } = (await directory.request('GET', '/manage/users?pageSize=100')).body;
  expect(users).toContainEqual(nobody);
  const put = (body: object) => directory.request('PUT', `/manage/users/${userId}`, body);
  expect((await put({ given_name: 'Ann' })).status).toBe(400);
  const named = { email: nextEmail(), given_name: 'Ann', family_name: 'Lee' };
  expect((await put(named)).status).toBe(200);
  expect(await shown(userId)).toEqual({ id: userId, ...named, status: 1 });
});

test('makes one with what the provider said; an email that another user has is left out', async () => {
  const email = nextEmail();
  const details = { email, givenName: 'Ann', familyName: 'Lee' };
  expect((await made(details)).state).toMatchObject(details);
  const { userId } = await made({ ...details, email: email.toUpperCase() });
  expect(await shown(userId)).toMatchObject({ email: null, given_name: 'Ann' });
});

test('a request that comes again has no second effect', async () => {
  const userId = newId();
  const request = requestOf('make', { email: nextEmail() });
  await publish(userId, request, 3);
  await answered(userId, request);
  const later = requestOf('email', { email: nextEmail() });
  await publish(userId, { ...request, at: '2026-01-01T00:01:00.000Z' });
  await publish(userId, later);
  expect(await answered(userId, later)).toMatchObject({ email: later.email });
});

test('the email follows that of a user whom accounts made, unless another user has it', async () => {
  const { userId } = await made({ email: nextEmail() });
  const first = requestOf('email', { email: nextEmail() });
  await publish(userId, first);
  expect(await answered(userId, first)).toMatchObject({ email: first.email });
  const { userId: other } = await made({ email: nextEmail() });
  const taken = requestOf('email', { email: (await shown(other)).email });
  await publish(userId, taken);
  expect(await answered(userId, taken)).toMatchObject({ email: first.email });
});

test('any other user’s email is the operator’s, and such a user stays', async () => {
  const email = nextEmail();
  const body = { email, given_name: 'Ann', family_name: 'Lee' };
  const { id: userId } = (await directory.request('POST', '/manage/users', body)).body;
  const change = requestOf('email', { email: nextEmail() });
  await publish(userId, change);
  expect(await answered(userId, change)).toMatchObject({ email });
  const removal = requestOf('remove');
  await remove(userId, removal);
  expect(await answered(userId, removal)).toMatchObject({ state: 'present' });
});

test('who was made for an account goes with the last one, unless in an organisation', async () => {
  const { userId } = await made({ email: nextEmail() });
  const removal = requestOf('remove');
  await remove(userId, removal);
  expect(await answered(userId, removal)).toMatchObject({ state: 'removed' });
  const { userId: member } = await made();
  const organisationId = newId();
  await directory.request('PUT', `/manage/organisations/${organisationId}`, {
    ...{ name: 'Hill School', category: '001', status: 1 },
  });
  await directory.request('PUT', `/manage/users/${member}/organisations/${organisationId}`, { roleId: 0 });
  const refused = requestOf('remove');
  await remove(member, refused);
  expect(await answered(member, refused)).toMatchObject({ state: 'present' });
});
