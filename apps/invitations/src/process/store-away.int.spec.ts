import type { InvitationState, RegistrationState } from '@gatehouse/contracts';
import type { Document } from '@gatehouse/store';
import { vanishingStore } from '@gatehouse/store/testing';
import { eventually, mongodbForTests } from '@gatehouse/testing';
import {
  DAY_MS,
  type InvitationsUnderTest,
  startInvitationsUnderTest,
} from '../testing/invitations-under-test.ts';
import { invited, makeScene } from '../testing/scene.ts';

const mongodb = await mongodbForTests();
afterAll(() => ('stop' in mongodb ? mongodb.stop() : undefined));
const engines: [string, string | undefined][] = [
  ['SQLite', 'sqlite:'],
  'url' in mongodb ? [`MongoDB (${mongodb.from})`, mongodb.url] : [mongodb.skipped, undefined],
];

for (const [engine, storeUrl] of engines) {
  const on = storeUrl === undefined ? describe.skip : describe;
  on(`a store that goes away once a request has written: ${engine}`, () => storeGoesAway(storeUrl));
}

/** What was written decides the answer, also where the store goes away right after the write. */
function storeGoesAway(storeUrl: string | undefined): void {
  const vanishing = vanishingStore();
  let app: InvitationsUnderTest;
  beforeAll(async () => {
    app = await startInvitationsUnderTest({
      storeUrl,
      hostile: { store: vanishing.through, eventLog: (eventLog) => eventLog },
    });
    await makeScene(app);
  });
  afterEach(() => vanishing.comeBack());
  afterAll(() => app.close());

  const goWith = (matches: (state: InvitationState | RegistrationState) => boolean) =>
    vanishing.goAfter((document: Document) => {
      const { state } = document as { state?: InvitationState | RegistrationState };
      return state !== undefined && matches(state);
    });

  test('an acceptance is answered 303, and the registration is the one that was accepted', async () => {
    const email = 'accepted@example.org';
    const id = await invited(app, email);
    await app.reached(id, 'waiting');
    const { path, code, registration } = await app.emailTo(email);
    goWith(({ kind, status }) => kind === 'registration' && status === 'accepted');
    const answer = await app.submit(path, { code });
    expect(vanishing.isAway).toBe(true);
    expect(answer.status).toBe(303);
    vanishing.comeBack();
    await eventually(() => expect(app.states.get(registration.id)).toMatchObject({ status: 'accepted' }));
  });

  test('a decline is answered 303, and the link dies', async () => {
    const email = 'declined@example.org';
    const id = await invited(app, email);
    await app.reached(id, 'waiting');
    const { path, code, registration } = await app.emailTo(email);
    goWith(({ kind, status }) => kind === 'invitation' && status === 'declined');
    const form = new URLSearchParams({ code });
    const answer = await app.send({ kind: 'public' }, 'POST', `${path}/decline/${id}`, form);
    expect(vanishing.isAway).toBe(true);
    expect(answer.status).toBe(303);
    vanishing.comeBack();
    await eventually(() => expect(app.states.get(registration.id)).toMatchObject({ status: 'revoked' }));
  });

  test('a revocation is answered 204, and the link dies', async () => {
    const email = 'revoked@example.org';
    const id = await invited(app, email);
    await app.reached(id, 'waiting');
    const { path } = await app.emailTo(email);
    goWith(({ status }) => status === 'revoked');
    const answer = await app.operator('DELETE', `/manage/invitations/${id}`);
    expect(vanishing.isAway).toBe(true);
    expect(answer.status).toBe(204);
    vanishing.comeBack();
    await eventually(async () => expect((await app.page(path)).status).toBe(410));
  });

  test('a resend is answered 202, and what had expired waits again', async () => {
    const email = 'resent@example.org';
    const id = await invited(app, email);
    await app.emailTo(email);
    app.advance(28 * DAY_MS + 1_000);
    await app.reached(id, 'expired');
    goWith((state) => state.kind === 'registration' && state.status === 'open' && state.generation === 2);
    const answer = await app.operator('POST', `/manage/invitations/${id}/resend`);
    expect(vanishing.isAway).toBe(true);
    expect(answer.status).toBe(202);
    vanishing.comeBack();
    await app.emailTo(email, 2);
    await app.reached(id, 'waiting');
  });
}
