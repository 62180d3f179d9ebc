import { cliUnderTest, ORGANISATION, PAGE, SERVICE, USER } from './testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();

describe('writes', () => {
  test('a change keeps what is not named', async () => {
    const held = {
      id: SERVICE,
      clientId: 'meals',
      name: 'Meals',
      redirectUris: ['https://a.example'],
      params: { a: '1', empty: '' },
      status: 1,
    };
    platform().answer('GET /manage/services', { status: 200, body: { services: [held], ...PAGE } });
    platform().answer(`GET /manage/services/${SERVICE}`, { status: 200, body: held });
    platform().answer(`PUT /manage/services/${SERVICE}`, { status: 200, body: held });
    const params = ['b=2', 'a=', '__proto__=x'].flatMap((param) => ['--param', param]);
    await gatehouse('service', 'set', 'Meals', '--description', 'Lunch', ...params);
    const { params: put, ...members } = JSON.parse(platform().received.at(-1)?.text ?? '');
    expect(members).toEqual({
      clientId: 'meals',
      name: 'Meals',
      redirectUris: ['https://a.example'],
      status: 1,
      description: 'Lunch',
    });
    // Compared as entries: a matcher does not see a member called `__proto__`.
    expect(Object.entries(put).toSorted()).toEqual([
      ['__proto__', 'x'],
      ['b', '2'],
      ['empty', ''],
    ]);
  });

  test('a grant, with everything called by name', async () => {
    platform().answer('GET /manage/users', { status: 200, body: { users: [{ id: USER }], ...PAGE } });
    platform().answer('GET /manage/organisations', {
      status: 200,
      body: { organisations: [{ id: ORGANISATION }], ...PAGE },
    });
    platform().answer('GET /manage/services', {
      status: 200,
      body: { services: [{ id: SERVICE, clientId: 'meals' }], ...PAGE },
    });
    const path = `/manage/users/${USER}/organisations/${ORGANISATION}/services/${SERVICE}`;
    platform().answer(`PUT ${path}`, { status: 201, body: { id: SERVICE, roles: ['READER'] } });
    const args = ['ann@school.example', '100001', 'meals', '--role', 'READER', '--identifier', 'k=v'];
    expect(await gatehouse('grant', 'set', ...args)).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(platform().received.at(-1)?.text ?? '')).toEqual({
      roles: ['READER'],
      identifiers: [{ key: 'k', value: 'v' }],
    });
  });

  test("a grant's identifiers stay unless they are named, empty ones too", async () => {
    const path = `/manage/users/${USER}/organisations/${ORGANISATION}/services/${SERVICE}`;
    const [empty, gone, kept] = ['empty', 'gone', 'kept'].map((key) => ({ key, value: '' }));
    const held = { id: SERVICE, roles: [], identifiers: [empty, { ...gone, value: '1' }, kept] };
    platform().answer(`GET ${path}`, { status: 200, body: held });
    platform().answer(`PUT ${path}`, { status: 200, body: held });
    const args = ['--identifier', 'gone=', '--identifier', 'kept=2'];
    expect(await gatehouse('grant', 'set', USER, ORGANISATION, SERVICE, ...args)).toMatchObject({
      exitCode: 0,
    });
    expect(JSON.parse(platform().received.at(-1)?.text ?? '')).toEqual({
      roles: [],
      identifiers: [empty, { key: 'kept', value: '2' }],
    });
  });

  test('a membership is an end user unless it says otherwise', async () => {
    const path = `/manage/users/${USER}/organisations/${ORGANISATION}`;
    platform().answer(`PUT ${path}`, { status: 201, body: { id: ORGANISATION, roleId: 0 } });
    await gatehouse('user', 'join', USER, ORGANISATION);
    await gatehouse('user', 'join', USER, ORGANISATION, '--role', 'approver');
    const bodies = platform()
      .received.filter(({ method }) => method === 'PUT')
      .map(({ text }) => JSON.parse(text));
    expect(bodies).toEqual([{ roleId: 0 }, { roleId: 10000 }]);
  });

  test('an invitation, with its key', async () => {
    platform().answer(`POST /services/${SERVICE}/invitations`, { status: 202, body: { invitationId: 'I' } });
    const person = ['--email', 'ann@school.example', '--given-name', 'Ann', '--family-name', 'Lee'];
    const { out } = await gatehouse(
      'invite',
      SERVICE,
      ...person,
      '--source-id',
      '7',
      '--idempotency-key',
      'once',
    );
    expect(out).toBe('invitationId  I\n');
    expect(platform().received[0]?.headers['idempotency-key']).toBe('once');
    expect(JSON.parse(platform().received[0]?.text ?? '')).toEqual({
      sourceId: '7',
      given_name: 'Ann',
      family_name: 'Lee',
      email: 'ann@school.example',
    });
  });

  test('a removal says so, and nothing with --json', async () => {
    platform().answer(`DELETE /manage/users/${USER}`, { status: 204 });
    expect((await gatehouse('user', 'delete', USER, '--yes')).out).toContain('removed');
    expect(await gatehouse('user', 'delete', USER, '--yes', '--json')).toMatchObject({
      exitCode: 0,
      out: '',
    });
  });
});
