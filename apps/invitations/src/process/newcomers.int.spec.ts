import { exampleEvent, parseEvent, type StateOf } from '@gatehouse/contracts';
import { emailIn, user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import {
  type InvitationsUnderTest,
  startInvitationsUnderTest,
  testId,
} from '../testing/invitations-under-test.ts';
import { invited as invitedTo, makeScene, person } from '../testing/scene.ts';

let app: InvitationsUnderTest;
beforeAll(async () => {
  app = await startInvitationsUnderTest();
  await makeScene(app);
});
afterAll(() => app.close());

const invited = async (email: string, sourceId: string) => {
  const id = await invitedTo(app, email, { sourceId });
  await app.reached(id, 'waiting');
  return id;
};

/** Somebody signs in with an address that nobody had: the page named some invitations, and directory made the user. */
async function signedUp(name: string, email: string, shown: string[]) {
  const challengeId = testId(`challenge of ${name}`);
  const at = new Date().toISOString();
  const commandRequest = { id: `sign-up:${challengeId}`, at, firstAt: at };
  const example = parseEvent(exampleEvent('gatehouse.signin.challenge.v1').event)?.data
    .state as StateOf<'gatehouse.signin.challenge.v1'>;
  const { id: _id, correlationId, createdAt, updatedAt } = example;
  await app.neighbours.publish('gatehouse.signin.challenge.v1', {
    ...{ id: challengeId, correlationId, createdAt, updatedAt },
    ...{ status: 'proved', email, userId: testId(name), givenName: 'Ada', familyName: 'Park' },
    ...{ shown, commandRequest },
  });
  const made = user(testId(name), { email, answered: [{ id: commandRequest.id, at }] });
  await app.neighbours.publish('gatehouse.directory.user.v1', made);
  return person(app, made.id, email);
}

test('what the page named goes its way without an informing email; what it did not name has one', async () => {
  const named = await invited('new@example.org', 'one');
  const unnamed = await invited('new@example.org', 'other');
  const made = await signedUp('newcomer', 'new@example.org', [named]);
  await made.complete(named);
  await made.complete(unnamed);
  const states = await Promise.all([app.reached(named, 'accepted'), app.reached(unnamed, 'accepted')]);
  expect(states.map((state) => emailIn(state)?.template)).toEqual([undefined, 'informing']);
});

test('the registration that waited for the address ends', async () => {
  const named = await invited('link@example.org', 'one');
  const { path } = await app.emailTo('link@example.org');
  await signedUp('by sign-in', 'link@example.org', [named]);
  await eventually(async () => expect((await app.page(path)).status).toBe(410));
});
