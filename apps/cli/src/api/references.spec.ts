import { Misused, Refused } from '../failures.ts';
import { type Call, scriptApi } from '../testing/scripted-api.ts';
import { createReferences } from './references.ts';

const ID = '5a1b9c2e-0d34-4f56-8a78-9b0c1d2e3f40';

/** A list of one member for those queries that hold `name` with `value`. */
const where = (plural: string, name: string, value: string, ids: readonly string[]) => (call: Call) => ({
  [plural]: call.query?.[name] === value ? ids.map((id) => ({ id })) : [],
  numberOfPages: 1,
});

test('an id is taken as it is, without asking', async () => {
  const api = scriptApi({});
  const references = createReferences(api);
  const found = [await references.service(ID), await references.user(ID), await references.organisation(ID)];
  expect(found).toEqual([ID, ID, ID]);
  expect(api.calls).toEqual([]);
});

describe('service', () => {
  const pages = (call: Call) => ({
    services: [{ id: `S${call.query?.page}`, clientId: `Client-${call.query?.page}` }],
    numberOfPages: 3,
  });

  test('by client id in any case, on whatever page', async () => {
    const api = scriptApi({ 'GET /manage/services': pages });
    expect(await createReferences(api).service('client-2')).toBe('S2');
    expect(api.calls).toHaveLength(2);
  });

  test('unknown: refused after the last page', async () => {
    const api = scriptApi({ 'GET /manage/services': pages });
    await expect(createReferences(api).service('client-4')).rejects.toThrow(Refused);
    expect(api.calls).toHaveLength(3);
  });
});

describe('user', () => {
  const api = scriptApi({ 'GET /manage/users': where('users', 'email', 'a@b.example', ['U']) });

  test('by email', async () => {
    expect(await createReferences(api).user('a@b.example')).toBe('U');
  });

  test('unknown: refused, and the address is not repeated', async () => {
    await expect(createReferences(api).user('x@b.example')).rejects.toThrow(
      new Refused(['There is no user with that email address']),
    );
  });

  test('neither: wrong usage', async () => {
    await expect(createReferences(api).user('somebody')).rejects.toThrow(Misused);
  });
});

describe('organisation', () => {
  const by = (name: string, value: string, ids: readonly string[]) =>
    scriptApi({ 'GET /manage/organisations': where('organisations', name, value, ids) });

  test.each([
    ['123456', 'urn', '123456'],
    ['10000001', 'ukprn', '10000001'],
    ['2044', 'uid', '2044'],
    ['UKPRN:10000001', 'ukprn', '10000001'],
    ['upin:111111', 'upin', '111111'],
  ])('%s is found by %s', async (text, name, value) => {
    expect(await createReferences(by(name, value, ['O'])).organisation(text)).toBe('O');
  });

  test('several with one number: refused', async () => {
    await expect(
      createReferences(by('ukprn', '10000001', ['O', 'P'])).organisation('10000001'),
    ).rejects.toThrow('2 organisations have that UKPRN');
  });

  test('unknown: refused; a name: wrong usage', async () => {
    const references = createReferences(by('urn', '1', ['O']));
    await expect(references.organisation('2')).rejects.toThrow(Refused);
    await expect(references.organisation('Hill School')).rejects.toThrow(Misused);
  });
});
