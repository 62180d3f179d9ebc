import { newId } from '@gatehouse/runtime';
import { peopleOf, signedIn } from '../testing/people-under-test.ts';
import { CLIENT, type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());
const make = peopleOf(() => directory);

const NAMES = { given_name: 'Zoë', family_name: 'O’Neil' };
const putNames = (userId: string, body: unknown = NAMES) =>
  directory.request('PUT', '/me/names', body, signedIn(userId));

test('changes the names alone; what changes nothing writes nothing', async () => {
  const id = await make.person(await make.organisation());
  const { body: before } = await directory.request('GET', `/manage/users/${id}`);
  const answer = await putNames(id);
  expect([answer.status, answer.body]).toEqual([200, { sub: id, ...NAMES }]);
  expect((await directory.request('GET', `/manage/users/${id}`)).body).toEqual({ ...before, ...NAMES });
  const events = await directory.eventsOf(id);
  expect(events.at(-1)?.actor).toBe(`person:${id}`);
  expect(events.at(-1)?.data.changed.sort()).toEqual(['familyName', 'givenName', 'updatedAt']);
  expect(answer.headers.get('change')).toBe(`${id}:${events.at(-1)?.data.version}`);
  const again = await putNames(id);
  expect([again.status, again.headers.get('change')]).toEqual([200, answer.headers.get('change')]);
  expect(await directory.eventsOf(id)).toHaveLength(events.length);
});

test('401 without a credential and for who was removed, 403 for all but an active person; nothing is written', async () => {
  const inactive = await make.person(undefined, 0, 0);
  const removed = await make.person();
  await directory.request('DELETE', `/manage/users/${removed}`);
  const before = await directory.eventCount();
  expect((await directory.anonymously('PUT', '/me/names')).status).toBe(401);
  expect((await directory.request('PUT', '/me/names', NAMES, CLIENT)).status).toBe(403);
  expect((await directory.request('PUT', '/me/names', NAMES)).status).toBe(403);
  expect((await putNames(removed, {})).status).toBe(401);
  expect((await putNames(newId())).status).toBe(401);
  const refused = await putNames(inactive, {});
  expect([refused.status, refused.body.detail]).toEqual([403, 'This account is not active']);
  expect(await directory.eventCount()).toBe(before);
});

test.each([
  [{}, ['given_name: is missing', 'family_name: is missing']],
  [
    { given_name: ' ', family_name: 'x'.repeat(256) },
    ['given_name: is blank', 'family_name: should be at most 255 characters'],
  ],
  [{ ...NAMES, email: 'a@example.org' }, ['email: is not known here']],
  [
    { given_name: 'a\nb', family_name: 7 },
    ['given_name: holds control characters', 'family_name: should be text'],
  ],
])('400 for %j', async (body, errors) => {
  const answer = await putNames(await make.person(), body);
  expect([answer.status, answer.body.errors]).toEqual([400, errors]);
});
