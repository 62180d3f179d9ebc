import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { APPROVER, asSupporter, END_USER, peopleOf, signedIn } from '../testing/people-under-test.ts';
import { CLIENT, type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());
const make = peopleOf(() => directory);

const memberPath = (oid: string, uid: string) => `/me/organisations/${oid}/members/${uid}`;
const leavingPath = (oid: string) => `/me/organisations/${oid}/membership`;
const put = (caller: Caller | undefined, oid: string, uid: string, roleId: unknown) =>
  directory.request('PUT', memberPath(oid, uid), { roleId }, caller);
const remove = (caller: Caller, oid: string, uid: string) =>
  directory.request('DELETE', memberPath(oid, uid), undefined, caller);
const leave = (oid: string, uid: string) =>
  directory.request('DELETE', leavingPath(oid), undefined, signedIn(uid));

const WOULD_HAVE_NONE = 'The organisation would have no approver';

/** An organisation with two approvers and an end user. */
async function school() {
  const oid = await make.organisation();
  const [ann, bob, eve] = [
    await make.person(oid, APPROVER),
    await make.person(oid, APPROVER),
    await make.person(oid, END_USER),
  ];
  return { oid, ann, bob, eve };
}

describe('who may', () => {
  test('each caller, in the order of the refusals, and nothing is written', async () => {
    const { oid, eve } = await school();
    const elsewhere = await make.organisation();
    const hidden = await make.organisation(9);
    const proposed = await make.organisation(0);
    const removed = await make.person();
    await directory.request('DELETE', `/manage/users/${removed}`);
    const callers: [string, Caller, number][] = [
      ['a client', CLIENT, 403],
      ['the operator', { kind: 'operator' }, 403],
      ['who was removed', signedIn(removed), 401],
      ['a deactivated approver', signedIn(await make.person(oid, APPROVER, 0)), 403],
      ['a stranger', signedIn(await make.person()), 403],
      ['an end user', signedIn(eve), 403],
      ['an approver of another', signedIn(await make.person(elsewhere, APPROVER)), 403],
      ['a token without the scope', signedIn(eve, []), 403],
    ];
    const before = await directory.eventCount();
    for (const [name, caller, status] of callers) {
      expect([name, (await put(caller, oid, eve, 'none')).status]).toEqual([name, status]);
      expect([name, (await remove(caller, oid, eve)).status]).toEqual([name, status]);
      const nowhere = await put(caller, newId(), eve, APPROVER);
      const known = caller.kind === 'person' && caller.scopes.includes('me') && status !== 401;
      expect([name, nowhere.status]).toEqual([name, known ? 404 : status]);
    }
    for (const at of [hidden, proposed, 'no-id', newId()]) {
      for (const caller of [signedIn(eve), asSupporter(eve)]) {
        expect((await put(caller, at, eve, APPROVER)).status).toBe(404);
        expect((await remove(caller, at, eve)).status).toBe(404);
        const leaving = await directory.request('DELETE', leavingPath(at), undefined, caller);
        expect(leaving.status).toBe(404);
      }
    }
    expect((await directory.anonymously('PUT', memberPath(oid, eve))).status).toBe(401);
    expect((await directory.anonymously('DELETE', memberPath(oid, eve))).status).toBe(401);
    expect(await directory.eventCount()).toBe(before);
  });

  test('the refusals say why', async () => {
    const { oid, eve } = await school();
    const removed = await make.person();
    await directory.request('DELETE', `/manage/users/${removed}`);
    const gone = await put(signedIn(removed), oid, eve, APPROVER);
    expect(gone.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    const inactive = await make.person(oid, APPROVER, 0);
    const { body } = await put(signedIn(inactive), oid, eve, APPROVER);
    expect(body.detail).toBe('This account is not active');
    expect((await leave(oid, inactive)).body.detail).toBe('This account is not active');
  });

  test('rights end with the membership', async () => {
    const { oid, ann, bob, eve } = await school();
    expect((await put(signedIn(ann), oid, bob, END_USER)).status).toBe(200);
    expect((await put(signedIn(bob), oid, eve, APPROVER)).status).toBe(403);
  });
});

describe('a role', () => {
  test('an approver makes and unmakes approvers; the other terms of the membership stay', async () => {
    const { oid, ann, eve } = await school();
    const terms = { roleId: 0, numericIdentifier: '12', textIdentifier: 'twelve' };
    await directory.request('PUT', `/manage/users/${eve}/organisations/${oid}`, terms);
    const raised = await put(signedIn(ann), oid.toLowerCase(), eve, APPROVER);
    const { body: user } = await directory.request('GET', `/manage/users/${eve}`);
    expect([raised.status, raised.body]).toEqual([
      200,
      {
        ...{ userId: eve, email: user.email, given_name: user.given_name, family_name: user.family_name },
        ...{ status: 1, roleId: APPROVER, since: expect.any(String) },
      },
    ]);
    const event = (await directory.eventsOf(eve)).at(-1);
    expect(event).toMatchObject({
      actor: `person:${ann}`,
      correlationid: raised.headers.get('x-correlation-id'),
      data: { state: { memberships: [{ ...terms, roleId: APPROVER }] } },
    });
    expect(raised.headers.get('change')).toBe(`${eve}:${event?.data.version}`);
    expect((await put(signedIn(eve), oid, eve, END_USER)).status).toBe(200);
    expect(await make.roleOf(eve, oid)).toBe(END_USER);
  });

  test('what changes nothing is 200, names what is there, and writes nothing', async () => {
    const { oid, ann, eve } = await school();
    const raised = await put(signedIn(ann), oid, eve, APPROVER);
    const before = await directory.eventCount();
    const again = await put(signedIn(ann), oid, eve, APPROVER);
    expect([again.status, again.body]).toEqual([200, raised.body]);
    expect(again.headers.get('change')).toBe(raised.headers.get('change'));
    expect(await directory.eventCount()).toBe(before);
  });

  test('never makes a membership: 404 for who is no member, as for nobody', async () => {
    const { oid, ann } = await school();
    const stranger = await make.person();
    const before = await directory.eventCount();
    const answers = await Promise.all([
      put(signedIn(ann), oid, stranger, APPROVER),
      put(asSupporter(ann), oid, newId(), APPROVER),
      remove(signedIn(ann), oid, stranger),
      remove(signedIn(ann), oid, newId()),
    ]);
    for (const { status, body } of answers) {
      expect([status, body.detail]).toEqual([404, 'There is no such member']);
    }
    expect(await directory.eventCount()).toBe(before);
  });

  test.each([
    [{}, ['roleId: is missing']],
    [{ roleId: 1 }, ['roleId: should be one of 0, 10000']],
    [{ roleId: '10000', status: 0 }, ['roleId: should be one of 0, 10000', 'status: is not known here']],
  ])('400 for %j', async (body, errors) => {
    const { oid, ann, eve } = await school();
    const answer = await directory.request('PUT', memberPath(oid, eve), body, signedIn(ann));
    expect([answer.status, answer.body.errors]).toEqual([400, errors]);
  });
});

describe('the last active approver', () => {
  test('is neither unmade nor removed by an approver, and does not leave: 409', async () => {
    const { oid, ann, bob } = await school();
    expect((await put(signedIn(ann), oid, bob, END_USER)).status).toBe(200);
    await make.person(oid, APPROVER, 0);
    const before = await directory.eventCount();
    for (const answer of [
      await put(signedIn(ann), oid, ann, END_USER),
      await remove(signedIn(ann), oid, ann),
      await leave(oid, ann),
    ]) {
      expect([answer.status, answer.body.detail]).toEqual([409, WOULD_HAVE_NONE]);
    }
    expect(await directory.eventCount()).toBe(before);
  });

  test('an approver who was made this moment counts', async () => {
    const { oid, ann, bob, eve } = await school();
    expect((await put(signedIn(ann), oid, bob, END_USER)).status).toBe(200);
    expect((await put(signedIn(ann), oid, eve, APPROVER)).status).toBe(200);
    expect((await leave(oid, ann)).status).toBe(204);
    expect((await leave(oid, eve)).status).toBe(409);
  });

  test('a supporter may unmake and remove them', async () => {
    const supporter = asSupporter(await make.person());
    for (const act of [put, remove]) {
      const oid = await make.organisation();
      const ann = await make.person(oid, APPROVER);
      expect((await act(supporter, oid, ann, END_USER)).status).toBeLessThan(300);
      expect(await make.roleOf(ann, oid)).toBe(act === put ? END_USER : undefined);
    }
  });

  test('two who do it to each other at once: each is answered, and nobody gets more than they had', async () => {
    const { oid, ann, bob } = await school();
    const answers = await Promise.all([
      put(signedIn(ann), oid, bob, END_USER),
      put(signedIn(bob), oid, ann, END_USER),
    ]);
    for (const { status } of answers) expect([200, 403, 409]).toContain(status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });

  test('one who is not active goes as any other', async () => {
    const oid = await make.organisation();
    const ann = await make.person(oid, APPROVER);
    const inactive = await make.person(oid, APPROVER, 0);
    expect((await remove(signedIn(ann), oid, inactive)).status).toBe(204);
  });
});

describe('removing and leaving', () => {
  test('end the membership and leave the account', async () => {
    const { oid, ann, bob, eve } = await school();
    const removed = await remove(signedIn(ann), oid, eve);
    expect(removed.status).toBe(204);
    expect((await leave(oid, bob)).status).toBe(204);
    for (const [id, by] of [
      [eve, ann],
      [bob, bob],
    ] as const) {
      expect(await make.roleOf(id, oid)).toBeUndefined();
      expect((await directory.request('GET', `/manage/users/${id}`)).status).toBe(200);
      const event = (await directory.eventsOf(id)).at(-1);
      expect(event).toMatchObject({ actor: `person:${by}`, data: { state: { memberships: [] } } });
    }
    const version = (await directory.eventsOf(eve)).at(-1)?.data.version;
    expect(removed.headers.get('change')).toBe(`${eve}:${version}`);
    expect((await remove(signedIn(ann), oid, eve)).status).toBe(404);
    const again = await leave(oid, bob);
    expect([again.status, again.body.detail]).toEqual([404, 'You are no member there']);
  });
});

describe('a closed organisation', () => {
  test.each([3, 4])('of status %i is open to people', async (status) => {
    const { oid, ann, eve } = await school();
    await make.setStatus(oid, status);
    expect((await put(signedIn(ann), oid, eve, APPROVER)).status).toBe(200);
  });

  test.each([2, 5, 6, 8, 10])('of status %i: nobody is raised, who goes may go', async (status) => {
    const { oid, ann, bob, eve } = await school();
    await make.setStatus(oid, status);
    for (const caller of [signedIn(ann), asSupporter(await make.person())]) {
      expect((await put(caller, oid, eve, APPROVER)).status).toBe(409);
    }
    expect((await put(signedIn(ann), oid, ann, APPROVER)).status).toBe(200);
    expect((await put(signedIn(ann), oid, bob, END_USER)).status).toBe(200);
    expect((await remove(signedIn(ann), oid, bob)).status).toBe(204);
    expect((await leave(oid, eve)).status).toBe(204);
  });
});

describe('a supporter', () => {
  test('acts as an approver of every organisation', async () => {
    const { oid, eve } = await school();
    const supporter = asSupporter(await make.person());
    expect((await put(supporter, oid, eve, APPROVER)).status).toBe(200);
    expect((await remove(supporter, oid, eve)).status).toBe(204);
  });

  test('does not raise themselves: 403, unless they are an approver there by membership', async () => {
    const { oid, ann, eve } = await school();
    const refused = await put(asSupporter(eve), oid, eve, APPROVER);
    expect([refused.status, await make.roleOf(eve, oid)]).toEqual([403, END_USER]);
    expect((await put(asSupporter(eve), oid, eve, END_USER)).status).toBe(200);
    expect((await put(asSupporter(ann), oid, ann, APPROVER)).status).toBe(200);
  });
});
