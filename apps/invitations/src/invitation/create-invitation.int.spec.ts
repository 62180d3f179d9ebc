import { organisation } from '@gatehouse/contracts/testing';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { testId } from '../testing/invitations-under-test.ts';
import { CHILD, EXCLUDED, invite, MEALS, person, request, SCHOOL, STRANGER } from '../testing/scene.ts';

const { app } = await invitationsSuite({ allowPrivateCallbacks: false });

const invitationsTo = async (email: string) =>
  (await app.operator('GET', `/manage/invitations?email=${encodeURIComponent(email)}`)).body.numberOfRecords;

describe('202', () => {
  test('for the own service or a child, by id or client id, in any case; the answer is the same for known and new', async () => {
    await person(app, testId('known'), 'known@example.org').publish();
    for (const to of [MEALS, MEALS.toLowerCase(), 'meals', CHILD, 'CHILD']) {
      for (const email of ['known@example.org', 'unknown@example.org']) {
        const answer = await invite(app, request(email, { sourceId: to }), { to });
        expect(answer.status).toBe(202);
        expect(answer.body).toEqual({ invitationId: expect.stringMatching(/^[0-9A-F-]{36}$/) });
      }
    }
  });

  test('the secret of the requesting client signs the callback, for the operator that of the service in the URL', async () => {
    const asked = await invite(app, request('child@example.org'), { to: CHILD });
    expect(await app.reached(asked.body.invitationId, 'waiting')).toMatchObject({
      serviceId: CHILD,
      audienceServiceId: MEALS,
    });
    const operated = await app.operator('POST', `/services/${CHILD}/invitations`, request('op@example.org'));
    expect(operated.status).toBe(202);
    expect(await app.reached(operated.body.invitationId, 'waiting')).toMatchObject({
      audienceServiceId: CHILD,
    });
  });

  test('an organisation that becomes known while it is looked up is no fault', async () => {
    const id = testId('new school');
    const asked = invite(app, request('soon@example.org', { organisation: id.toLowerCase() }));
    await app.neighbours.publish('gatehouse.directory.organisation.v1', organisation(id));
    expect((await asked).status).toBe(202);
  });
});

describe('400', () => {
  const WORDS = 'must be a valid, fully qualified, http(s) URI';

  test('reports all faults at once', async () => {
    const faulty = { callback: 'nowhere', userRedirect: 'http:/', organisation: testId('no school') };
    const answer = await invite(app, faulty);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      'Missing sourceId',
      'Missing given_name',
      'Missing family_name',
      'Missing email',
      `callback ${WORDS}`,
      `userRedirect ${WORDS}`,
      'organisation does not exist',
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      'an excluded organisation',
      { organisation: EXCLUDED },
      "organisation is not one that the service's policies allow",
    ],
    [
      'a redirect to another origin',
      { userRedirect: 'https://meals.example.org:444/welcome' },
      "userRedirect must have the origin of one of the service's redirect URIs",
    ],
    ['a private callback', { callback: 'http://0x7f.1/cb' }, 'callback must not be a private address'],
    [
      'a callback to this machine',
      { callback: 'http://LOCALHOST/cb' },
      'callback must not be a private address',
    ],
    ['a mapped address', { callback: 'http://[::ffff:10.1.1.1]/' }, 'callback must not be a private address'],
  ])('%s', async (_name, members, fault) => {
    const email = 'faulty@example.org';
    const answer = await invite(app, request(email, { organisation: SCHOOL, ...members }));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([fault]);
    expect(await invitationsTo(email)).toBe(0);
  });

  test('an Idempotency-Key that is none', async () => {
    const answer = await invite(app, request('key@example.org'), {
      headers: { 'idempotency-key': 'k'.repeat(256) },
    });
    expect(answer.body.errors).toEqual(['Idempotency-Key must be 1 to 255 printable characters']);
  });

  test.each(['[]', '"text"', '{', 'null', '{"email":"\\ud800"}', ''])(
    'a body that is no object: %s',
    async (text) => {
      const answer = await app.operator('POST', `/services/${MEALS}/invitations`, text);
      expect(answer.status).toBe(400);
    },
  );
});

test('401, 403 and 404 write nothing', async () => {
  const email = 'refused@example.org';
  expect((await app.send(undefined, 'POST', `/services/${MEALS}/invitations`, request(email))).status).toBe(
    401,
  );
  expect(
    (await app.send({ kind: 'public' }, 'POST', `/services/${MEALS}/invitations`, request(email))).status,
  ).toBe(403);
  // A child may not act for its parent, and nobody for a stranger; a disabled service invites nobody.
  expect((await invite(app, request(email), { by: CHILD })).status).toBe(403);
  expect((await invite(app, request(email), { to: STRANGER })).status).toBe(403);
  expect((await app.operator('POST', `/services/${STRANGER}/invitations`, request(email))).status).toBe(403);
  expect((await invite(app, request(email), { to: 'nobody' })).status).toBe(404);
  expect(await invitationsTo(email)).toBe(0);
});

describe('without a key', () => {
  test('the same request, also at the same moment, is one invitation while it is open', async () => {
    const email = 'same@example.org';
    const body = request(email, { callback: 'https://meals.example.org/cb', organisation: SCHOOL });
    const answers = await Promise.all(Array.from({ length: 8 }, () => invite(app, body)));
    const again = await invite(app, { ...body, email: email.toUpperCase(), given_name: 'Other' });
    const ids = new Set([...answers, again].map((answer) => answer.body.invitationId));
    expect(ids.size).toBe(1);
    expect(await invitationsTo(email)).toBe(1);
    for (const other of [{ sourceId: 'S2' }, { callback: undefined }, { organisation: undefined }]) {
      ids.add((await invite(app, { ...body, ...other })).body.invitationId);
    }
    ids.add((await invite(app, body, { to: CHILD })).body.invitationId);
    expect(ids.size).toBe(5);
    const [id] = ids;
    expect((await app.operator('DELETE', `/manage/invitations/${id}`)).status).toBe(204);
    expect(ids).not.toContain((await invite(app, body)).body.invitationId);
  });
});

describe('with a key', () => {
  const keyed = (key: string, body: unknown, options = {}) =>
    invite(app, body, { ...options, headers: { 'idempotency-key': key } });

  test('the same key and body, in any order of members and also at once, answer the same; another body is 422', async () => {
    const email = 'keyed@example.org';
    const body = request(email);
    const reordered = Object.fromEntries(Object.entries(body).reverse());
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, place) => keyed('key 1', place % 2 === 0 ? body : reordered)),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    const other = await keyed('key 1', { ...body, sourceId: 'S2' });
    expect(other.status).toBe(422);
    expect(await invitationsTo(email)).toBe(1);
  });

  test('a key is of one client and one service', async () => {
    const body = request('whose@example.org');
    const ids = new Set([
      (await keyed('mine', body)).body.invitationId,
      (await keyed('mine', body, { to: CHILD })).body.invitationId,
      (await keyed('mine', body, { to: CHILD, by: CHILD })).body.invitationId,
    ]);
    expect(ids.size).toBe(3);
  });

  test('a refused request is not remembered', async () => {
    const body = request('refused.first@example.org', { sourceId: '' });
    expect((await keyed('refused', body)).status).toBe(400);
    expect((await keyed('refused', { ...body, sourceId: 'S1' })).status).toBe(202);
  });

  test('is remembered for 24 hours, whatever becomes of the invitation, and is then a new one', async () => {
    const email = 'day@example.org';
    const first = await keyed('day', request(email));
    await app.reached(first.body.invitationId, 'waiting');
    await app.operator('DELETE', `/manage/invitations/${first.body.invitationId}`);
    app.advance(23 * 3_600_000);
    expect((await keyed('day', request(email))).body).toEqual(first.body);
    app.advance(3_600_000);
    const next = await keyed('day', request(email, { sourceId: 'S2' }));
    expect(next.status).toBe(202);
    expect(next.body).not.toEqual(first.body);
    expect((await keyed('day', request(email, { sourceId: 'S2' }))).body).toEqual(next.body);
  });
});
