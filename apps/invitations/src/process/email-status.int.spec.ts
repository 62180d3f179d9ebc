import type { DeliveryState } from '@gatehouse/contracts';
import { service } from '@gatehouse/contracts/testing';
import { eventually, mongodbForTests } from '@gatehouse/testing';
import { informingEmailId } from '../invitation/invitation.ts';
import { registrationEmailId } from '../registration/registration.ts';
import {
  type InvitationsUnderTest,
  startInvitationsUnderTest,
  testId,
} from '../testing/invitations-under-test.ts';
import { invited as invitedTo, MEALS, makeScene, person } from '../testing/scene.ts';

const OTHER = testId('another service');
const mongodb = await mongodbForTests();
afterAll(() => ('stop' in mongodb ? mongodb.stop() : undefined));
const engines: [string, string | undefined][] = [
  ['SQLite', 'sqlite:'],
  'url' in mongodb ? [`MongoDB (${mongodb.from})`, mongodb.url] : [mongodb.skipped, undefined],
];

for (const [engine, storeUrl] of engines) {
  const on = storeUrl === undefined ? describe.skip : describe;
  on(`how the last email about an invitation fares: ${engine}`, () => emailStatus(storeUrl));
}

function emailStatus(storeUrl: string | undefined): void {
  let app: InvitationsUnderTest;
  beforeAll(async () => {
    app = await startInvitationsUnderTest({ storeUrl });
    await app.neighbours.publish('gatehouse.access.service.v1', service(OTHER, { clientId: 'other' }));
    await makeScene(app);
  });
  afterAll(() => app.close());

  const invited = (email: string, more = {}, options = {}) => invitedTo(app, email, more, options);

  /** What the invitation's service, and the operator, see of its email. */
  async function seen(id: string, of = MEALS): Promise<unknown[]> {
    const caller = { kind: 'client' as const, serviceId: of, clientId: 'irrelevant' };
    const own = (await app.send(caller, 'GET', `/services/${of}/invitations/${id}`)).body;
    const { body } = await app.operator('GET', `/manage/invitations/${id}`);
    expect([body.emailStatus, body.emailError]).toEqual([own.emailStatus, own.emailError]);
    expect(body).not.toHaveProperty('userId');
    return [own.emailStatus, own.emailError];
  }
  const shows = (id: string, expected: unknown[], of = MEALS) =>
    eventually(async () => expect(await seen(id, of)).toEqual(expected));

  /** The notifier tells of the delivery of an email. */
  function told(
    { id, causedBy }: { id: string; causedBy: string },
    status: DeliveryState['status'],
    ...attempts: { status?: number; error?: string }[]
  ) {
    const at = new Date(app.clock.now()).toISOString();
    return app.neighbours.publish('gatehouse.notifier.delivery.v1', {
      ...{ id, causedBy, kind: 'email', status, correlationId: 'c', createdAt: at, updatedAt: at },
      attempts: attempts.map((attempt) => ({ at, durationMs: 1, ...attempt })),
    });
  }
  async function emailOf(email: string, generation = 1) {
    const { registration } = await app.emailTo(email, generation);
    return { id: registrationEmailId(registration.id, generation), causedBy: registration.id };
  }

  test('it was sent, or failed by the status or a fixed word; sent again by the operator, it is pending', async () => {
    const id = await invited('fate@example.org');
    await app.reached(id, 'waiting');
    const email = await emailOf('fate@example.org');
    expect(await seen(id)).toEqual(['pending', null]);
    await told(email, 'pending', { status: 451 });
    await told(email, 'failed', { status: 451 }, { status: 550, error: 'recipient refused' });
    await shows(id, ['failed', '550']);
    await told(email, 'pending', { status: 451 }, { status: 550 });
    await shows(id, ['pending', null]);
    await told(email, 'failed', { error: 'timeout' });
    await shows(id, ['failed', 'timeout']);
    await told(email, 'pending', { error: 'timeout' });
    await told(email, 'delivered', { error: 'timeout' }, { status: 250 });
    await shows(id, ['sent', null]);
  });

  test('it is the last email’s: what becomes of one that was replaced counts no more', async () => {
    const id = await invited('replaced@example.org');
    await app.reached(id, 'waiting');
    const first = await emailOf('replaced@example.org');
    await told(first, 'failed', { status: 550 });
    await shows(id, ['failed', '550']);
    expect((await app.operator('POST', `/manage/invitations/${id}/resend`)).status).toBe(202);
    expect(await seen(id)).toEqual(['pending', null]);
    const second = await emailOf('replaced@example.org', 2);
    await told(first, 'delivered', { status: 250 });
    await told(second, 'failed', { error: 'dns' });
    await shows(id, ['failed', 'dns']);
    await told(first, 'delivered', { status: 250 }, { status: 250 });
    await told(second, 'delivered', { status: 250 });
    await shows(id, ['sent', null]);
  });

  test('whichever service began the registration, each sees the same', async () => {
    const email = 'shared@example.org';
    const first = await invited(email);
    await app.reached(first, 'waiting');
    const joined = await invited(email, {}, { to: OTHER, by: OTHER });
    await app.reached(joined, 'waiting');
    expect(await seen(joined, OTHER)).toEqual(['pending', null]);
    await told(await emailOf(email), 'failed', { status: 550 });
    await shows(joined, ['failed', '550'], OTHER);
    expect(await seen(first)).toEqual(['failed', '550']);
  });

  test('a known user’s is the email that informs them', async () => {
    const ann = person(app, testId('informed'), 'informed@example.org');
    await ann.publish();
    const id = await invited('informed@example.org');
    expect(await seen(id)).toEqual(['pending', null]);
    await ann.complete(id);
    expect(await seen(id)).toEqual(['pending', null]);
    const email = { id: informingEmailId(id), causedBy: id };
    await told(email, 'failed', { status: 552 });
    await shows(id, ['failed', '552']);
    await told(email, 'pending', { status: 552 });
    await shows(id, ['pending', null]);
    await told(email, 'delivered', { status: 552 }, { status: 250 });
    await shows(id, ['sent', null]);
    // It stays, whatever is written of the invitation afterwards, and nothing personal is in it.
    await ann.remove();
    await eventually(async () =>
      expect((await app.operator('GET', `/manage/invitations/${id}`)).body.email).toBeNull(),
    );
    expect(await seen(id)).toEqual(['sent', null]);
  });

  test('who accepted by the link was sent it', async () => {
    const email = 'by-link@example.org';
    const id = await invited(email);
    await app.reached(id, 'waiting');
    const { path, code, registration } = await app.emailTo(email);
    expect((await app.submit(path, { code })).status).toBe(303);
    const accepted = await eventually(() => {
      const state = app.states.get(registration.id);
      if (state?.kind !== 'registration' || state.status !== 'accepted') throw new Error('not accepted yet');
      return state;
    });
    const newcomer = person(app, accepted.userId, email);
    if (accepted.commandRequest !== undefined) await newcomer.answer(accepted.commandRequest);
    await newcomer.complete(id);
    expect(await seen(id)).toEqual(['sent', null]);
  });

  test('one that was revoked before its email went out has none', async () => {
    const id = await invited('never@example.org');
    await app.reached(id, 'waiting');
    expect((await app.operator('DELETE', `/manage/invitations/${id}`)).status).toBe(204);
    await shows(id, [null, null]);
  });
}
