import { newId } from '@gatehouse/runtime';
import { CLIENT, type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());

let people = 0;
function person(more: Record<string, unknown> = {}) {
  people++;
  return { email: `person${people}@example.org`, given_name: 'Some', family_name: `One${people}`, ...more };
}
const path = (id: string) => `/manage/users/${id}`;

async function made(more?: Record<string, unknown>): Promise<{ id: string; email: string }> {
  return (await directory.request('POST', '/manage/users', person(more))).body;
}

async function madeOrganisation(): Promise<string> {
  const id = newId();
  const { status } = await directory.request('PUT', `/manage/organisations/${id}`, {
    name: 'An organisation',
    category: '001',
    status: 1,
  });
  expect(status).toBe(201);
  return id;
}

describe('who may', () => {
  const calls = [
    ['POST', '/manage/users'],
    ['GET', '/manage/users'],
    ['PUT', path(newId())],
    ['GET', path(newId())],
    ['DELETE', path(newId())],
    ['GET', `${path(newId())}/organisations`],
    ['PUT', `${path(newId())}/organisations/${newId()}`],
    ['GET', `${path(newId())}/organisations/${newId()}`],
    ['DELETE', `${path(newId())}/organisations/${newId()}`],
  ] as const;

  test.each(calls)(
    '%s %s: 401 without a credential, 403 for a client, and nothing is written',
    async (method, url) => {
      const before = await directory.eventCount();
      expect((await directory.anonymously(method, url)).status).toBe(401);
      const body = method === 'GET' || method === 'DELETE' ? undefined : person();
      expect((await directory.request(method, url, body, CLIENT)).status).toBe(403);
      expect(await directory.eventCount()).toBe(before);
    },
  );
});

describe('making and replacing', () => {
  test('POST 201 answers the record, and its event is in the log', async () => {
    const body = person();
    const answer = await directory.request('POST', '/manage/users', body);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id: answer.body.id, ...body, status: 1 });
    const [event] = await directory.eventsOf(answer.body.id);
    expect(event).toMatchObject({
      type: 'gatehouse.directory.user.v1',
      actor: 'operator',
      correlationid: answer.headers.get('x-correlation-id'),
      data: { state: { state: 'present', email: body.email, memberships: [] } },
    });
  });

  test('PUT 201, 200, and the same again writes nothing', async () => {
    const id = newId();
    const body = person({ status: 0 });
    const created = await directory.request('PUT', path(id.toLowerCase()), body);
    expect([created.status, created.body]).toEqual([201, { id, ...body }]);
    expect((await directory.request('PUT', path(id), body)).status).toBe(200);
    expect(await directory.eventsOf(id)).toHaveLength(1);

    const { status: _leftOut, ...rest } = body as Record<string, unknown>;
    const replaced = await directory.request('PUT', path(id), { ...rest, given_name: 'Other' });
    expect([replaced.status, replaced.body]).toEqual([200, { id, ...rest, given_name: 'Other', status: 1 }]);
    expect((await directory.request('GET', path(id))).body).toEqual(replaced.body);
    const events = await directory.eventsOf(id);
    expect(events[1]?.data.changed.sort()).toEqual(['givenName', 'status', 'updatedAt']);
  });

  test('409 where the email is taken, in whatever letter case; one keeps one’s own', async () => {
    const first = await made();
    const second = await made();
    const taken = person({ email: first.email.toUpperCase() });
    expect((await directory.request('POST', '/manage/users', taken)).status).toBe(409);
    const put = await directory.request('PUT', path(second.id), taken);
    expect(put.status).toBe(409);
    expect(JSON.stringify(put.body).toLowerCase()).not.toContain(first.email);
    expect((await directory.request('PUT', path(first.id), taken)).status).toBe(200);
  });

  test.each([
    [{}, ['email: is missing', 'given_name: is missing', 'family_name: is missing']],
    [{ ...person(), email: 'nobody' }, ['email: is not a valid email address']],
    [{ ...person(), email: 7, status: 2 }, ['email: should be text', 'status: should be one of 0, 1']],
    [{ ...person(), given_name: ' ' }, ['given_name: is blank']],
    [{ ...person(), family_name: 'x'.repeat(256) }, ['family_name: should be at most 255 characters']],
    [{ ...person(), family_name: 'a\nb' }, ['family_name: holds control characters']],
    [
      { ...person(), phone: '1', given_name: null },
      ['given_name: should be text', 'phone: is not known here'],
    ],
  ])('400 for %j', async (body, errors) => {
    const answer = await directory.request('PUT', path(newId()), body);
    expect([answer.status, answer.body.errors]).toEqual([400, errors]);
    expect((await directory.request('POST', '/manage/users', body)).body.errors).toEqual(errors);
  });

  test.each([['GET'], ['PUT'], ['DELETE']])('%s 404 for what is no id', async (method) => {
    const body = method === 'PUT' ? person() : undefined;
    expect((await directory.request(method, path('someone'), body)).status).toBe(404);
  });
});

describe('removing', () => {
  test('204, then 404; the email is free at once; nothing personal is left in the event', async () => {
    const { id, email } = await made();
    expect((await directory.request('DELETE', path(id))).status).toBe(204);
    expect((await directory.request('DELETE', path(id))).status).toBe(404);
    expect((await directory.request('GET', path(id))).status).toBe(404);
    expect((await directory.request('POST', '/manage/users', person({ email }))).status).toBe(201);
    const [before, after] = await directory.eventsOf(id);
    expect(after?.data.state).toEqual({
      id,
      state: 'removed',
      answered: [],
      removedAt: expect.any(String),
    });
    expect(after?.data.version).toBeGreaterThan(before?.data.version ?? Number.MAX_VALUE);
  });

  test('put again it is a new incarnation, and the versions go on', async () => {
    const { id } = await made();
    const organisation = await madeOrganisation();
    await directory.request('PUT', `${path(id)}/organisations/${organisation}`, { roleId: 0 });
    await directory.request('DELETE', path(id));
    expect((await directory.request('PUT', path(id), person())).status).toBe(201);
    const events = await directory.eventsOf(id);
    const versions = events.map((event) => event.data.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(events.at(-1)?.data.state).toMatchObject({ state: 'present', memberships: [] });
    expect((await directory.request('GET', `${path(id)}/organisations`)).body.organisations).toEqual([]);
  });
});

describe('listing', () => {
  test('by email in any letter case, and none for an unknown one', async () => {
    const user = await made();
    const found = await directory.request('GET', `/manage/users?EMAIL=${user.email.toUpperCase()}`);
    expect(found.body).toEqual({ users: [user], numberOfRecords: 1, page: 1, numberOfPages: 1 });
    const none = await directory.request('GET', '/manage/users?email=nobody@example.org');
    expect(none.body).toEqual({ users: [], numberOfRecords: 0, page: 1, numberOfPages: 0 });
  });

  test('page by page shows everybody once, and not who was removed', async () => {
    const removed = await made();
    await directory.request('DELETE', path(removed.id));
    const first = await directory.request('GET', '/manage/users?pageSize=3');
    const pages = first.body.numberOfPages;
    const ids: string[] = [];
    for (let page = 1; page <= pages; page++) {
      const { body } = await directory.request('GET', `/manage/users?pageSize=3&page=${page}`);
      ids.push(...body.users.map((user: { id: string }) => user.id));
    }
    expect(ids).toHaveLength(first.body.numberOfRecords);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(removed.id);
    const beyond = await directory.request('GET', '/manage/users?pageSize=500&page=9007199254740991');
    expect([beyond.status, beyond.body.users]).toEqual([200, []]);
  });

  test.each(['0', '1e3', '+1', '01', 'x'])('400 for page %s', async (page) => {
    const { status, body } = await directory.request('GET', `/manage/users?page=${encodeURIComponent(page)}`);
    expect([status, body.errors]).toEqual([
      400,
      [`${page} is not a valid value for page. Expected a number`],
    ]);
  });
});

describe('memberships', () => {
  test('201, 200, the same again, and the end', async () => {
    const { id } = await made();
    const organisation = await madeOrganisation();
    const url = `${path(id)}/organisations/${organisation}`;
    const created = await directory.request('PUT', url, { roleId: 0, numericIdentifier: '12' });
    expect([created.status, created.body]).toEqual([
      201,
      { id: organisation, roleId: 0, numericIdentifier: '12' },
    ]);
    const replaced = await directory.request('PUT', url, { roleId: 10000 });
    expect([replaced.status, replaced.body]).toEqual([200, { id: organisation, roleId: 10000 }]);
    const before = (await directory.eventsOf(id)).length;
    expect((await directory.request('PUT', url, { roleId: 10000 })).status).toBe(200);
    expect(await directory.eventsOf(id)).toHaveLength(before);
    expect((await directory.request('GET', url)).body).toEqual(replaced.body);
    expect((await directory.request('GET', `${path(id)}/organisations`)).body).toEqual({
      organisations: [replaced.body],
      numberOfRecords: 1,
      page: 1,
      numberOfPages: 1,
    });
    expect((await directory.request('DELETE', url)).status).toBe(204);
    expect((await directory.request('DELETE', url)).status).toBe(404);
    expect((await directory.request('GET', url)).status).toBe(404);
  });

  test('404 for a user or an organisation that is not there, before the body is judged', async () => {
    const { id } = await made();
    const organisation = await madeOrganisation();
    const missing = [
      ['organisation', `${path(id)}/organisations/${newId()}`],
      ['user', `${path(newId())}/organisations/${organisation}`],
    ] as const;
    for (const [what, url] of missing) {
      const { status, body } = await directory.request('PUT', url, { roleId: 'none' });
      expect([status, body.detail]).toEqual([404, `There is no such ${what}`]);
    }
    expect((await directory.request('GET', `${path(newId())}/organisations`)).status).toBe(404);
  });

  test.each([
    [{}, ['roleId: is missing']],
    [{ roleId: 1 }, ['roleId: should be one of 0, 10000']],
    [
      { roleId: 0, numericIdentifier: 12, textIdentifier: 'x'.repeat(26), more: true },
      [
        'numericIdentifier: should be text',
        'textIdentifier: should be at most 25 characters',
        'more: is not known here',
      ],
    ],
  ])('400 for %j', async (body, errors) => {
    const { id } = await made();
    const url = `${path(id)}/organisations/${await madeOrganisation()}`;
    const answer = await directory.request('PUT', url, body);
    expect([answer.status, answer.body.errors]).toEqual([400, errors]);
  });
});
