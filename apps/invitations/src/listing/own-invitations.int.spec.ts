import { service } from '@gatehouse/contracts/testing';
import { mongodbForTests } from '@gatehouse/testing';
import {
  type InvitationsUnderTest,
  startInvitationsUnderTest,
  testId,
} from '../testing/invitations-under-test.ts';
import { CHILD, invited as invitedTo, MEALS, makeScene, person, SCHOOL } from '../testing/scene.ts';

const OTHER = testId('another service');
const mongodb = await mongodbForTests();
afterAll(() => ('stop' in mongodb ? mongodb.stop() : undefined));
const engines: [string, string | undefined][] = [
  ['SQLite', 'sqlite:'],
  'url' in mongodb ? [`MongoDB (${mongodb.from})`, mongodb.url] : [mongodb.skipped, undefined],
];

for (const [engine, storeUrl] of engines) {
  const on = storeUrl === undefined ? describe.skip : describe;
  on(`a service's own invitations: ${engine}`, () => ownInvitations(storeUrl));
}

function ownInvitations(storeUrl: string | undefined): void {
  let app: InvitationsUnderTest;
  beforeAll(async () => {
    app = await startInvitationsUnderTest({ storeUrl });
    await app.neighbours.publish('gatehouse.access.service.v1', service(OTHER, { clientId: 'other' }));
    await makeScene(app);
  });
  afterAll(() => app.close());

  const client = (serviceId: string) => ({ kind: 'client' as const, serviceId, clientId: 'irrelevant' });
  const invited = (email: string, more = {}, options = {}) => invitedTo(app, email, more, options);
  const asked = (path: string, { by = MEALS, method = 'GET' } = {}) => app.send(client(by), method, path);
  const found = async (query: string, service = MEALS) => {
    const { status, body } = await asked(`/services/${service}/invitations?${query}`);
    expect(status).toBe(200);
    return body.invitations.map(({ id }: { id: string }) => id);
  };

  test('a service sees its own invitation, member by member, and nothing of link or code', async () => {
    const id = await invited('Own.Person@example.org', { organisation: SCHOOL, sourceId: 42 });
    const { token, code } = await app.emailTo('Own.Person@example.org');
    await app.reached(id, 'waiting');
    const one = await asked(`/services/meals/invitations/${id.toLowerCase()}`);
    expect(one.status).toBe(200);
    expect(one.body).toEqual({
      id,
      serviceId: MEALS,
      email: 'Own.Person@example.org',
      sourceId: 42,
      organisation: SCHOOL,
      status: 'open',
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      userId: null,
      emailStatus: 'pending',
      emailError: null,
    });
    const list = await asked(`/services/${MEALS.toLowerCase()}/invitations?sourceId=42`);
    expect(list.body).toEqual({ invitations: [one.body], numberOfRecords: 1, page: 1, numberOfPages: 1 });
    for (const secret of [token, code]) expect(one.text + list.text).not.toContain(secret);
  });

  test('the user’s id is there once it is accepted', async () => {
    const ann = person(app, testId('own ann'), 'own-ann@example.org');
    await ann.publish();
    const id = await invited('own-ann@example.org');
    await ann.complete(id);
    const { body } = await asked(`/services/${MEALS}/invitations/${id}`);
    expect(body).toMatchObject({ status: 'accepted', userId: ann.id });
  });

  test('by email in any case, source id as text or number, status, and all together; page by page', async () => {
    const to = { to: CHILD };
    const asText = await invited('Text@example.org', { sourceId: '7' }, to);
    const asNumber = await invited('number@example.org', { sourceId: 7 }, to);
    const other = await invited('text@example.org', { sourceId: '07' }, to);
    for (const id of [asText, asNumber, other]) await app.reached(id, 'waiting');
    expect((await found('sourceId=7', CHILD)).toSorted()).toEqual([asText, asNumber].toSorted());
    expect(await found('sourceId=07', CHILD)).toEqual([other]);
    expect(await found('email=TEXT@Example.org', CHILD)).toEqual([asText, other]);
    expect(await found('EMAIL=text@example.org&sourceid=7&status=open&unknown=1', CHILD)).toEqual([asText]);
    expect(await found('status=revoked', CHILD)).toEqual([]);
    expect(await found('sourceId=1e400', CHILD)).toEqual([]);
    const second = await asked(`/services/child/invitations?pageSize=2&page=2`);
    expect(second.body).toMatchObject({ numberOfRecords: 3, page: 2, numberOfPages: 2 });
    expect(second.body.invitations.map(({ id }: { id: string }) => id)).toEqual([other]);
    expect(await found('email=text@example.org', MEALS)).toEqual([]);
    for (const faulty of ['status=lost', 'page=0', 'email[]=a', 'email=a&email=b']) {
      expect((await asked(`/services/child/invitations?${faulty}`)).status).toBe(400);
    }
  });

  test('its own client, its parent and the operator; nobody else, and not in another service’s place', async () => {
    const id = await invited('whose@example.org', {}, { to: CHILD });
    await app.reached(id, 'waiting');
    const paths = (service: string, invitation = id) => [
      ['GET', `/services/${service}/invitations`],
      ['GET', `/services/${service}/invitations/${invitation}`],
      ['DELETE', `/services/${service}/invitations/${invitation}`],
      ['POST', `/services/${service}/invitations/${invitation}/resend`],
    ];
    const statuses = (caller: Parameters<typeof app.send>[0], [list = [], ...ones]: string[][]) =>
      Promise.all(
        [list, ...ones].map(
          async ([method = '', path = '']) => (await app.send(caller, method, path)).status,
        ),
      );
    for (const caller of [client(CHILD), client(MEALS), { kind: 'operator' as const }]) {
      expect(await statuses(caller, paths('child').slice(0, 2))).toEqual([200, 200]);
    }
    expect(await statuses(client(OTHER), paths('child'))).toEqual([403, 403, 403, 403]);
    expect(await statuses(client(CHILD), paths('meals'))).toEqual([403, 403, 403, 403]);
    expect(await statuses(client(CHILD), paths('meals', 'no-id'))).toEqual([403, 403, 403, 403]);
    expect(await statuses(undefined, paths('child'))).toEqual([401, 401, 401, 401]);
    expect(await statuses(client(MEALS), paths(testId('none')))).toEqual([404, 404, 404, 404]);
    expect(await statuses(client(MEALS), paths('meals').slice(1))).toEqual([404, 404, 404]);
    expect(await statuses(client(MEALS), paths('child', 'no-id').slice(1))).toEqual([404, 404, 404]);
    expect(await statuses(client(MEALS), paths('child', testId('none')).slice(1))).toEqual([404, 404, 404]);
    const { body } = await asked(`/services/child/invitations/${id}`);
    expect(body).toMatchObject({ status: 'open', id });
    expect(app.states.get(id)).toMatchObject({ status: 'waiting' });
  });

  test('a disabled service’s are still read and ended, by the operator', async () => {
    const gone = testId('soon disabled');
    await app.neighbours.publish('gatehouse.access.service.v1', service(gone, { clientId: 'gone' }));
    const id = await invited('gone@example.org', {}, { to: gone, by: gone });
    await app.neighbours.publish(
      'gatehouse.access.service.v1',
      service(gone, { clientId: 'gone', status: 0 }),
    );
    await app.reached(id, 'waiting');
    expect((await app.operator('GET', `/services/gone/invitations/${id}`)).status).toBe(200);
    expect((await app.operator('DELETE', `/services/gone/invitations/${id}`)).status).toBe(204);
    expect(await app.reached(id, 'revoked')).toMatchObject({ reason: 'operator' });
  });
}
