import type { AcceptedRegistration, InvitationOf, ProvedChallenge } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());

const at = (second: number) => new Date(1_700_000_000_000 + second * 1_000).toISOString();
const times = { createdAt: at(0), updatedAt: at(0), expiresAt: at(900) };
let people = 0;
const nextEmail = () => `invited${++people}@example.org`;

function registration(more: Partial<AcceptedRegistration> = {}): AcceptedRegistration {
  return {
    id: newId(),
    kind: 'registration',
    status: 'accepted',
    email: nextEmail(),
    generation: 1,
    userId: newId(),
    givenName: 'Some',
    familyName: 'One',
    shown: [],
    correlationId: 'a-correlation',
    acceptedAt: at(1),
    commandRequest: { id: newId(), at: at(1), firstAt: at(1) },
    ...times,
    ...more,
  };
}

function invitation(userId: string, more: Partial<InvitationOf<'linking'>> = {}): InvitationOf<'linking'> {
  return {
    id: newId(),
    kind: 'invitation',
    status: 'linking',
    serviceId: newId(),
    audienceServiceId: newId(),
    sourceId: 'a-source',
    correlationId: 'a-correlation',
    userId,
    userVersion: 1,
    inform: true,
    commandRequest: { id: newId(), at: at(1), firstAt: at(1) },
    ...times,
    ...more,
  };
}

const registered = (state: AcceptedRegistration) =>
  directory.publish('gatehouse.invitations.registration.v1', state);
const linking = (state: InvitationOf<'linking'>) =>
  directory.publish('gatehouse.invitations.invitation.v1', state);
const emailHolder = async (email = '') =>
  (await directory.request('GET', `/manage/users?email=${email}`)).body.users[0];

/** The state of a user that has answered a command request. */
function answered(userId: string, commandRequestId = '') {
  return eventually(async () => {
    const state = (await directory.eventsOf(userId)).at(-1)?.data.state;
    if (state === undefined || !('answered' in state)) throw new Error('no event of that user yet');
    expect(state.answered.map(({ id }) => id)).toContain(commandRequestId);
    return state;
  });
}

/** Everything published so far is handled once what is published now is. */
async function allHandled(): Promise<void> {
  const last = registration();
  await registered(last);
  await answered(last.userId, last.commandRequest?.id);
}

async function madeUser(email = nextEmail()): Promise<string> {
  const body = { email, given_name: 'Some', family_name: 'One' };
  return (await directory.request('POST', '/manage/users', body)).body.id;
}

describe('a newcomer who proved an address at a sign-in', () => {
  const proved = (email: string, more: Partial<ProvedChallenge> = {}): ProvedChallenge => ({
    ...{
      id: newId(),
      status: 'proved',
      email,
      userId: newId(),
      givenName: 'Some',
      familyName: 'One',
      shown: [],
    },
    ...{ language: 'cy', correlationId: 'a-correlation', createdAt: at(0), updatedAt: at(1) },
    commandRequest: { id: `sign-up:${newId()}`, at: at(1), firstAt: at(1) },
    ...more,
  });
  const published = (state: ProvedChallenge) => directory.publish('gatehouse.signin.challenge.v1', state);

  test('is made a user under the chosen id, once however often it is asked', async () => {
    const challenge = proved(nextEmail());
    await published(challenge);
    await published(challenge);
    expect(await answered(challenge.userId, challenge.commandRequest?.id)).toMatchObject({
      ...{ state: 'present', status: 1, email: challenge.email, givenName: 'Some', language: 'cy' },
    });
    await allHandled();
    expect(await directory.eventsOf(challenge.userId)).toHaveLength(1);
  });

  test('is whoever has the address by then', async () => {
    const email = nextEmail();
    const holder = await madeUser(email);
    const challenge = proved(email.toUpperCase());
    await published(challenge);
    expect(await answered(holder, challenge.commandRequest?.id)).toMatchObject({ email });
    expect(await directory.eventsOf(challenge.userId)).toEqual([]);
  });

  test('is nobody before names are given', async () => {
    const challenge = proved(nextEmail(), { commandRequest: undefined });
    await published(challenge);
    await allHandled();
    expect(await directory.eventsOf(challenge.userId)).toEqual([]);
  });
});

describe('a registration that was accepted', () => {
  test('makes the user under the chosen id and answers, with the origin of what it reacts to', async () => {
    const accepted = registration();
    const causation = await registered(accepted);
    expect(await answered(accepted.userId, accepted.commandRequest?.id)).toMatchObject({
      state: 'present',
      status: 1,
      email: accepted.email,
      givenName: 'Some',
    });
    const [event] = await directory.eventsOf(accepted.userId);
    expect(event).toMatchObject({
      actor: 'invitation:test',
      correlationid: 'a-correlation',
      causationid: causation,
    });
  });

  test('the same event twice changes nothing, nor after the person changed', async () => {
    const accepted = registration();
    await registered(accepted);
    await answered(accepted.userId, accepted.commandRequest?.id);
    const body = { email: nextEmail(), given_name: 'Other', family_name: 'Name' };
    await directory.request('PUT', `/manage/users/${accepted.userId}`, body);
    await registered(accepted);
    await allHandled();
    expect(await directory.eventsOf(accepted.userId)).toHaveLength(2);
    expect(await emailHolder(accepted.email)).toBeUndefined();
  });

  test('an email that is somebody’s, in whatever letter case, makes nobody: that user answers', async () => {
    const email = nextEmail();
    const holder = await madeUser(email.toUpperCase());
    const accepted = registration({ email });
    await registered(accepted);
    await answered(holder, accepted.commandRequest?.id);
    expect(await directory.eventsOf(accepted.userId)).toEqual([]);

    // A replay after the holder took another address must not make a second user of the same person.
    const body = { email: nextEmail(), given_name: 'Some', family_name: 'One' };
    await directory.request('PUT', `/manage/users/${holder}`, body);
    await registered(accepted);
    await allHandled();
    expect(await directory.eventsOf(accepted.userId)).toEqual([]);
    expect(await directory.eventsOf(holder)).toHaveLength(3);
  });

  test('an id whose user was removed answers as removed', async () => {
    const userId = await madeUser();
    await directory.request('DELETE', `/manage/users/${userId}`);
    const accepted = registration({ userId });
    await registered(accepted);
    expect(await answered(userId, accepted.commandRequest?.id)).toMatchObject({ state: 'removed' });
    expect(await emailHolder(accepted.email)).toBeUndefined();
  });

  test('without a command request it is answered already', async () => {
    const { commandRequest: _answered, ...accepted } = registration();
    await registered(accepted);
    await allHandled();
    expect(await directory.eventsOf(accepted.userId)).toEqual([]);
  });
});

describe('an invitation that is linking', () => {
  test('makes an end user of the organisation, once', async () => {
    const userId = await madeUser();
    const organisationId = newId();
    const waiting = invitation(userId, { organisationId });
    await linking(waiting);
    const state = await answered(userId, waiting.commandRequest.id);
    expect(state).toMatchObject({ memberships: [{ organisationId, roleId: 0 }] });
    await linking(waiting);
    await allHandled();
    expect(await directory.eventsOf(userId)).toHaveLength(2);
  });

  test('never lowers an approver, and answers a resent request again', async () => {
    const userId = await madeUser();
    const organisationId = newId();
    const organisation = { name: 'An organisation', category: '001', status: 1 };
    await directory.request('PUT', `/manage/organisations/${organisationId}`, organisation);
    await directory.request('PUT', `/manage/users/${userId}/organisations/${organisationId}`, {
      roleId: 10000,
    });
    const waiting = invitation(userId, { organisationId });
    await linking(waiting);
    expect(await answered(userId, waiting.commandRequest.id)).toMatchObject({
      memberships: [{ roleId: 10000 }],
    });
    const events = (await directory.eventsOf(userId)).length;
    await linking({ ...waiting, commandRequest: { ...waiting.commandRequest, at: at(60) } });
    await allHandled();
    expect(await directory.eventsOf(userId)).toHaveLength(events + 1);
  });

  test('a removed user answers as removed; nobody answers for an id that never was', async () => {
    const userId = await madeUser();
    await directory.request('DELETE', `/manage/users/${userId}`);
    const waiting = invitation(userId, { organisationId: newId() });
    await linking(waiting);
    expect(await answered(userId, waiting.commandRequest.id)).toMatchObject({ state: 'removed' });
    const nobody = newId();
    await linking(invitation(nobody));
    await allHandled();
    expect(await directory.eventsOf(nobody)).toEqual([]);
  });

  test('many for one user all come about', async () => {
    const userId = await madeUser();
    const invited = Array.from({ length: 20 }, () => invitation(userId, { organisationId: newId() }));
    for (const each of invited) await linking(each);
    await eventually(async () => {
      const { body } = await directory.request('GET', `/manage/users/${userId}/organisations`);
      expect(body.numberOfRecords).toBe(20);
    });
    await allHandled();
    const before = (await directory.eventsOf(userId)).length;
    for (const each of invited) await linking(each);
    await allHandled();
    expect(await directory.eventsOf(userId)).toHaveLength(before);
  });
});

test('a user with as many memberships as fit answers further requests, and nobody waits', async () => {
  const [full, other] = [await madeUser(), await madeUser()];
  const commandRequests = Array.from({ length: 610 }, (_, index) =>
    invitation(full, {
      organisationId: newId(),
      commandRequest: { id: newId(), at: at(index + 2), firstAt: at(index + 2) },
    }),
  );
  await Promise.all(commandRequests.map(linking));
  const last = invitation(other);
  await linking(last);
  await answered(other, last.commandRequest.id);
  await answered(full, commandRequests.at(-1)?.commandRequest.id);
  const members = `/manage/users/${full}/organisations`;
  const { numberOfRecords } = (await directory.request('GET', members)).body;
  expect(numberOfRecords).toBeGreaterThan(500);
  expect(numberOfRecords).toBeLessThan(610);

  const organisation = `/manage/organisations/${newId()}`;
  await directory.request('PUT', organisation, { name: 'One more', category: '001', status: 1 });
  const refused = await directory.request('PUT', `${members}/${organisation.split('/').at(-1)}`, {
    roleId: 0,
  });
  expect(refused.status).toBe(409);
});
