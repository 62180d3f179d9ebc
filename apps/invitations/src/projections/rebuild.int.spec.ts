import { user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { testId } from '../testing/invitations-under-test.ts';
import { person } from '../testing/scene.ts';
import { usersCollection } from './users.store.ts';

const PATH = '/manage/read-models/invitations-projections';

const { app, invited } = await invitationsSuite({ pace: { lookMs: 20, staleMs: 150, settleMs: 300 } });

async function rebuilt(): Promise<void> {
  const { status, body } = await app.operator('POST', `${PATH}/rebuild`);
  expect(status).toBe(202);
  expect((await app.operator('POST', `${PATH}/rebuild`)).status).toBe(409);
  await eventually(async () => {
    const { body: state } = await app.operator('GET', PATH);
    expect(state.generation).toBe(`projections-1.${body.rebuilding.run}`);
    expect(state.rebuilding).toBeUndefined();
  });
}

test('a user lost from the projection is known again after a rebuild, and gets no link', async () => {
  const ann = person(app, testId('ann'), 'ann@example.org');
  await ann.publish();
  await app.reached(await invited('ann@example.org'), 'linking');
  const users = await app.store.add(usersCollection);
  await users.purge([ann.id]);
  await app.reached(await invited('ann@example.org'), 'waiting');
  await rebuilt();
  await app.reached(await invited('ann@example.org'), 'linking');
});

test('former states of users link nobody, and invitations go on during a rebuild', async () => {
  const mover = person(app, testId('mover'), 'after@example.org');
  const before = user(mover.id, { email: 'once@example.org' });
  await app.neighbours.publish('gatehouse.directory.user.v1', before);
  // Of a batch only the last state of each entity is projected.
  for (let n = 0; n < 120; n++) await person(app, testId(`filler ${n}`), `filler-${n}@example.org`).publish();
  await mover.publish();
  await app.reached(await invited('after@example.org'), 'linking');
  const waiting = await invited('once@example.org');
  await app.reached(waiting, 'waiting');
  const rebuilding = rebuilt();
  const late = person(app, testId('late'), 'late@example.org');
  const toLate = await invited('late@example.org');
  await app.reached(toLate, 'waiting');
  await late.publish();
  await app.reached(toLate, 'linking');
  await rebuilding;
  expect(app.states.get(waiting)).toMatchObject({ status: 'waiting' });
});

test('a person removed during a rebuild is erased', async () => {
  const gone = person(app, testId('gone'), 'gone@example.org');
  await gone.publish();
  const id = await invited('gone@example.org');
  await gone.complete(id);
  const rebuilding = rebuilt();
  await gone.remove();
  await eventually(() => expect(JSON.stringify(app.states.get(id))).not.toContain('gone@'));
  await rebuilding;
});

test.each([
  ['GET', PATH],
  ['POST', `${PATH}/rebuild`],
  ['DELETE', `${PATH}/rebuild`],
])('%s %s is 401 for nobody and 403 for a client, and begins nothing', async (method, path) => {
  const { body: before } = await app.operator('GET', PATH);
  expect((await app.send(undefined, method, path)).status).toBe(401);
  const client = { kind: 'client', serviceId: testId('a client'), clientId: 'irrelevant' } as const;
  expect((await app.send(client, method, path)).status).toBe(403);
  expect((await app.operator('GET', PATH)).body).toEqual(before);
});
