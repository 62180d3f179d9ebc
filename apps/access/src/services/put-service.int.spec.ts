import { newId } from '@gatehouse/runtime';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking } from '../testing/making.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

test('the port that was taken is logged', () => {
  const lines = access.logged.map((line) => JSON.parse(line));
  const { port } = new URL(access.url);
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'access listens', port: Number(port) }));
});

describe('making and replacing', () => {
  test('201 shows the secret once, the base64 text of 32 bytes, and names the version', async () => {
    const { id, clientId, secret, answer } = await make.service();
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    expect(Buffer.from(secret, 'base64').toString('base64')).toBe(secret);
    expect(answer.body).toEqual({
      id,
      ...make.details(clientId),
      params: {},
      status: 1,
      apiSecret: secret,
    });
    expect(answer.headers['x-gatehouse-service-version']).toMatch(new RegExp(`^${id};[0-9]+$`));
    const again = await access.operator(
      'PUT',
      `/manage/services/${id.toLowerCase()}`,
      make.details(clientId),
    );
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ id, ...make.details(clientId), params: {}, status: 1 });
    expect((await access.operator('GET', `/manage/services/${id}`)).body).toEqual(again.body);
  });

  test('a member left out takes its default; roles, policies and the client id follow their own rules', async () => {
    const { id, clientId } = await make.service({
      description: 'Lines\nof text',
      params: { a: 'b' },
      status: 0,
    });
    await access.operator('PUT', `/manage/services/${id}/roles/R`, { name: 'Role' });
    const replaced = await access.operator('PUT', `/manage/services/${id}`, make.details(`${clientId}-new`));
    expect(replaced.body).toEqual({ id, ...make.details(`${clientId}-new`), params: {}, status: 1 });
    expect((await access.operator('GET', `/manage/services/${id}/roles/R`)).status).toBe(200);
    const taken = await access.operator('PUT', `/manage/services/${newId()}`, make.details(clientId));
    expect(taken.status).toBe(201);
  });

  test('400 with every fault, each naming its field', async () => {
    const { body, status } = await access.operator('PUT', `/manage/services/${newId()}`, {
      clientId: 'no spaces',
      name: ' ',
      description: 'a\u0000b',
      redirectUris: ['https://fine.example.org', 'ftp://no.example.org', 7],
      parentId: 'x',
      params: { a: 1, b: 'two\nlines' },
      status: 2,
      colour: 'red',
    });
    expect(status).toBe(400);
    const places = (body.errors as string[]).map((error) => error.split(':')[0]);
    expect(places.toSorted()).toEqual([
      'clientId',
      'colour',
      'description',
      'name',
      'params.a',
      'params.b',
      'parentId',
      'redirectUris[1]',
      'redirectUris[2]',
      'status',
    ]);
  });

  test.each([
    ['ab'],
    ['operator'],
    ['OPERATOR'],
    ['3F2504E0-4F89-41D3-9A0C-0305E82C3301'],
    ['a'.repeat(65)],
    ['a/b'],
  ])('the client id %s is refused', async (clientId) => {
    const { status, body } = await access.operator(
      'PUT',
      `/manage/services/${newId()}`,
      make.details(clientId),
    );
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0]).toMatch(/^clientId: /);
  });

  test('a param of a name that would be lost is refused, beside the other faults', async () => {
    const id = newId();
    const params = JSON.parse('{"__proto__":"x","constructor":"y","a":1}');
    const { status, body } = await access.operator(
      'PUT',
      `/manage/services/${id}`,
      make.details('lost', { params }),
    );
    expect([status, body.errors]).toEqual([
      400,
      ['params.__proto__: is not known here', 'params.a: should be text'],
    ]);
    expect((await access.operator('GET', `/manage/services/${id}`)).status).toBe(404);
  });

  test('what is missing is named', async () => {
    const { body } = await access.operator('PUT', `/manage/services/${newId()}`, {});
    expect(body.errors).toEqual(['clientId: is missing', 'name: is missing', 'redirectUris: is missing']);
  });

  test('409 for a client id that another has in any case', async () => {
    const { clientId } = await make.service();
    const { status } = await access.operator(
      'PUT',
      `/manage/services/${newId()}`,
      make.details(clientId.toUpperCase()),
    );
    expect(status).toBe(409);
  });

  test('a parent exists and is neither the service itself nor below it', async () => {
    const top = await make.service();
    const middle = await make.service({ parentId: top.id.toLowerCase() });
    expect(middle.answer.body.parentId).toBe(top.id);
    const low = await make.service({ parentId: middle.id });
    for (const parentId of [newId(), top.id, middle.id, low.id]) {
      const { status, body } = await access.operator(
        'PUT',
        `/manage/services/${top.id}`,
        make.details(top.clientId, { parentId }),
      );
      expect(status).toBe(400);
      expect(body.errors[0]).toMatch(/^parentId: /);
    }
  });

  test('a service that is made large stays within one document, whatever is added', async () => {
    const redirectUris = Array.from(
      { length: 40 },
      (_, n) => `https://a.example.org/${n}${'x'.repeat(1_900)}`,
    );
    const { id, clientId } = await make.service({ redirectUris });
    for (let round = 0; round < 5; round++) {
      const { status } = await access.operator(
        'PUT',
        `/manage/services/${id}`,
        make.details(clientId, { redirectUris, name: `Round ${round}` }),
      );
      expect(status).toBe(200);
    }
    const long = 'y'.repeat(255);
    let status = 201;
    for (let n = 0; status === 201; n++) {
      ({ status } = await access.operator('PUT', `/manage/services/${id}/policies/p${n}`, {
        name: long,
        conditions: [{ field: 'organisation.urn', operator: 'is', value: Array(200).fill(long) }],
        roles: [],
      }));
    }
    expect(status).toBe(409);
  });

  test('404 for no UUID, 403 for a client, 401 without a credential', async () => {
    expect((await access.operator('PUT', '/manage/services/nonsense', {})).status).toBe(404);
    expect((await access.operator('GET', `/manage/services/${newId()}`)).status).toBe(404);
    expect((await access.client(newId(), '/manage/services')).status).toBe(403);
    expect((await access.request(undefined, 'GET', '/manage/services')).status).toBe(401);
  });

  test('the list is paged by client id', async () => {
    const { body: first } = await access.operator('GET', '/manage/services?pageSize=2');
    expect(first.services).toHaveLength(2);
    expect(first.numberOfPages).toBe(Math.ceil(first.numberOfRecords / 2));
    const { body: last } = await access.operator(
      'GET',
      `/manage/services?page=${Number.MAX_SAFE_INTEGER}&pageSize=500`,
    );
    expect(last.services).toEqual([]);
    expect((await access.operator('GET', '/manage/services?page=0')).body.errors).toEqual([
      '0 is not a valid value for page. Expected a number',
    ]);
  });
});
