import type { PresentUser, UserState } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime';
import { MAX_DOCUMENT_BYTES } from '@gatehouse/store';
import {
  linkByCommandRequest,
  membershipOf,
  putMembership,
  putUser,
  registerByCommandRequest,
  removeMembership,
  removeUser,
} from './user.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const SCHOOL = '22222222-2222-4222-8222-222222222222';
const at = (second: number) => new Date(second * 1_000).toISOString();
const moment = (second: number) => ({ version: second, at: at(second) });
const person = { email: 'Someone@Example.org', givenName: 'Some', familyName: 'One', status: 1 } as const;
const commandRequest = (id: string, second: number) => ({ id, at: at(second) });
const linkRequest = (second: number, organisationId = SCHOOL) => ({
  commandRequest: { ...commandRequest('a', second), firstAt: at(second) },
  userVersion: 1,
  organisationId,
});

function user(): PresentUser {
  return putUser(undefined, ID, person, moment(1)).state;
}

describe('putting a user', () => {
  test('makes one without memberships', () => {
    expect(putUser(undefined, ID, person, moment(1))).toEqual({
      outcome: 'created',
      state: {
        id: ID,
        state: 'present',
        ...person,
        memberships: [],
        answered: [],
        createdAt: at(1),
        updatedAt: at(1),
      },
    });
  });

  test('the same again is unchanged, at whatever time', () => {
    expect(putUser(user(), ID, person, moment(9))).toEqual({ outcome: 'unchanged', state: user() });
  });

  test.each([['email'], ['givenName'], ['familyName']])(
    'another %s replaces it and keeps the rest',
    (member) => {
      const put = putUser(user(), ID, { ...person, [member]: 'x' }, moment(9));
      expect(put).toEqual({ outcome: 'replaced', state: { ...user(), [member]: 'x', updatedAt: at(9) } });
    },
  );

  test('a removed id begins a new incarnation and remembers what it answered', () => {
    const linked = linkByCommandRequest(user(), linkRequest(2), moment(2)) as PresentUser;
    const put = putUser(removeUser(linked, at(3)), ID, person, moment(4));
    expect(put.outcome).toBe('created');
    expect(put.state).toMatchObject({
      memberships: [],
      createdAt: at(4),
      answered: [commandRequest('a', 2)],
      incarnation: 4,
    });
  });
});

test('nothing personal is left of a removed user', () => {
  const linked = linkByCommandRequest(user(), linkRequest(2), moment(2)) as PresentUser;
  expect(removeUser(linked, at(3))).toEqual({
    id: ID,
    state: 'removed',
    answered: [commandRequest('a', 2)],
    removedAt: at(3),
  });
});

describe('memberships', () => {
  const member = putMembership(
    user(),
    SCHOOL,
    { roleId: 0, textIdentifier: 'T1' },
    { version: 5, at: at(5) },
  ).state;

  test('one that is made knows the version it was made at', () => {
    expect(member.memberships).toEqual([
      {
        organisationId: SCHOOL,
        roleId: 0,
        textIdentifier: 'T1',
        incarnation: 5,
        createdAt: at(5),
        updatedAt: at(5),
      },
    ]);
    expect(member.updatedAt).toBe(at(1));
  });

  test('one that is replaced is still the same one, without what was left out', () => {
    const put = putMembership(member, SCHOOL, { roleId: 10000 }, { version: 6, at: at(6) });
    expect(put.outcome).toBe('replaced');
    expect(put.state.memberships).toEqual([
      { organisationId: SCHOOL, roleId: 10000, incarnation: 5, createdAt: at(5), updatedAt: at(6) },
    ]);
  });

  test('the same again is unchanged', () => {
    const put = putMembership(member, SCHOOL, { roleId: 0, textIdentifier: 'T1' }, { version: 7, at: at(7) });
    expect(put).toEqual({ outcome: 'unchanged', state: member });
  });

  test('one that ended and is made again is another one', () => {
    const ended = removeMembership(member, SCHOOL) as PresentUser;
    expect(ended.memberships).toEqual([]);
    expect(removeMembership(ended, SCHOOL)).toBeUndefined();
    const again = putMembership(ended, SCHOOL, { roleId: 0 }, { version: 8, at: at(8) });
    expect(membershipOf(again.state, SCHOOL)?.incarnation).toBe(8);
  });
});

describe('linking by a command request', () => {
  test('makes an end user and answers', () => {
    const linked = linkByCommandRequest(user(), linkRequest(2), moment(9)) as PresentUser;
    expect(membershipOf(linked, SCHOOL)).toMatchObject({ roleId: 0, incarnation: 9 });
    expect(linked.answered).toEqual([commandRequest('a', 2)]);
  });

  test('never lowers an approver, and answers all the same', () => {
    const approver = putMembership(user(), SCHOOL, { roleId: 10000 }, { version: 5, at: at(5) }).state;
    const linked = linkByCommandRequest(approver, linkRequest(2), moment(9)) as PresentUser;
    expect(linked.memberships).toEqual(approver.memberships);
    expect(linked.answered).toEqual([commandRequest('a', 2)]);
  });

  test('without an organisation only answers', () => {
    expect(linkByCommandRequest(user(), { ...linkRequest(2), organisationId: undefined }, moment(9))).toEqual(
      {
        ...user(),
        answered: [commandRequest('a', 2)],
      },
    );
  });

  test('the same request has no second effect; resent, it is answered again, and nothing else', () => {
    const linked = linkByCommandRequest(user(), linkRequest(2), moment(9)) as UserState;
    expect(linkByCommandRequest(linked, linkRequest(2), moment(9))).toBeUndefined();
    const left = removeMembership(linked as PresentUser, SCHOOL) as PresentUser;
    const again = linkByCommandRequest(left, linkRequest(3), moment(9)) as PresentUser;
    expect(again).toEqual({ ...left, answered: [commandRequest('a', 3)] });
  });

  test('a later incarnation of the id is not linked, unless it has the invited address', () => {
    const { state } = putUser(removeUser(user(), at(3)), ID, person, moment(4));
    const answered = { ...state, answered: [commandRequest('a', 5)] };
    for (const email of ['other@example.org', undefined]) {
      const before = { ...linkRequest(5), userVersion: 3, ...(email !== undefined && { email }) };
      expect(linkByCommandRequest(state, before, moment(9))).toEqual(answered);
    }
    for (const found of [{ userVersion: 4 }, { userVersion: 3, email: person.email.toLowerCase() }]) {
      expect(linkByCommandRequest(state, { ...linkRequest(5), ...found }, moment(9))).toMatchObject({
        memberships: [{ organisationId: SCHOOL }],
      });
    }
  });

  test('with as many memberships as fit, only answers', () => {
    let full = user();
    for (let index = 0; ; index++) {
      const one = { id: `a${index}`, at: at(index + 2), firstAt: at(index + 2) };
      const linked = linkByCommandRequest(
        full,
        { commandRequest: one, organisationId: idFrom('school', String(index)), userVersion: 1 },
        moment(9),
      );
      if (linked?.state !== 'present') throw new Error('a request was not answered');
      if (linked.memberships.length === full.memberships.length) {
        expect(linked.answered.at(-1)).toEqual(commandRequest(one.id, index + 2));
        break;
      }
      full = linked;
    }
    expect(full.memberships.length).toBeGreaterThan(500);
    expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(MAX_DOCUMENT_BYTES / 2 - 5_000);
  });

  test('a removed user answers as removed', () => {
    const removed = removeUser(user(), at(3));
    expect(linkByCommandRequest(removed, linkRequest(4), moment(9))).toEqual({
      ...removed,
      answered: [commandRequest('a', 4)],
    });
  });
});

describe('registering by a command request', () => {
  test('makes the user under the chosen id, with the request answered', () => {
    const made = registerByCommandRequest(undefined, ID, person, {
      commandRequest: commandRequest('r', 2),
      at: at(2),
      language: undefined,
    }) as PresentUser;
    expect(made).toMatchObject({ id: ID, ...person, memberships: [], answered: [commandRequest('r', 2)] });
    expect(
      registerByCommandRequest(made, ID, person, {
        commandRequest: commandRequest('r', 2),
        at: at(3),
        language: 'cy',
      }),
    ).toBeUndefined();
  });

  test('keeps the language that the person chose, whatever the operator says of them later', () => {
    const chosen = { commandRequest: commandRequest('r', 2), at: at(2), language: 'cy' as const };
    const made = registerByCommandRequest(undefined, ID, person, chosen) as PresentUser;
    expect(made.language).toBe('cy');
    const renamed = putUser(made, ID, { ...person, givenName: 'Other' }, { version: 3, at: at(3) }).state;
    expect(renamed).toMatchObject({ givenName: 'Other', language: 'cy' });
    expect(removeUser(renamed, at(4))).not.toHaveProperty('language');
  });

  test('a removed id answers as removed', () => {
    const removed = removeUser(user(), at(3));
    expect(
      registerByCommandRequest(removed, ID, person, {
        commandRequest: commandRequest('r', 4),
        at: at(4),
        language: 'cy',
      }),
    ).toEqual({
      ...removed,
      answered: [commandRequest('r', 4)],
    });
  });
});
