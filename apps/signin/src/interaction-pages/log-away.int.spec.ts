import { type EventLog, EventLogError } from '@gatehouse/event-log';
import { eventually } from '@gatehouse/testing';
import {
  answerOf,
  authorizeUrl,
  exchange,
  ids,
  type OidcScene,
  startOidcScene,
  tokensOf,
} from '../testing/oidc-scene.ts';
import { challengesOf, createPerson, emailTo, formsOf, textOf } from '../testing/person.ts';

let isAway = false;
let scene: OidcScene;

/** A log that takes nothing and does not answer for a while; what it has is read later. */
function comingAndGoing(log: EventLog): EventLog {
  const refuse = async (): Promise<never> => {
    throw new EventLogError('the log is away', { retryable: true });
  };
  return {
    engine: log.engine,
    ensureTopics: (topics) => (isAway ? refuse() : log.ensureTopics(topics)),
    consume: (options) => log.consume(options),
    async publisher(name) {
      const publisher = await log.publisher(name);
      return {
        publish: (records) => (isAway ? refuse() : publisher.publish(records)),
        close: () => publisher.close(),
      };
    },
    ping: () => (isAway ? refuse() : log.ping()),
    close: () => log.close(),
  };
}

beforeAll(async () => {
  scene = await startOidcScene({ hostile: { eventLog: comingAndGoing } });
});
afterAll(() => scene.close());

test('while the log is away a code waits, and the page says so; sessions, tokens and known clients go on', async () => {
  const browser = scene.browser();
  const before = await tokensOf(scene, browser, { userId: ids.ann }, { scope: 'openid offline_access' });
  const person = createPerson(scene);
  const start = await person.begin();
  isAway = true;

  // Who is signed in goes to a service as ever.
  const back = await browser.visit(authorizeUrl(scene.clientId));
  const tokens = await exchange(scene, { code: answerOf(back).code ?? '' });
  const { access_token: token } = (await tokens.json()) as { access_token: string };
  expect((await scene.userinfo(token)).status).toBe(200);
  const grant = { grant_type: 'refresh_token', refresh_token: before.refresh_token ?? '' };
  expect((await exchange(scene, grant)).status).toBe(200);

  // Who asks for a code has it later, and reads that on the page.
  const asked = await person.giveAddress(start, 'ann@example.org');
  expect([asked.status, textOf(asked)]).toEqual([200, expect.stringContaining('Check your email')]);
  await eventually(async () => {
    const page = await person.open(formsOf(asked)[0]?.action ?? '');
    expect(textOf(page)).toContain('Emails are delayed');
  });
  expect((await challengesOf(scene, 'ann@example.org'))[0]?.state).not.toHaveProperty('messages');

  isAway = false;
  const { code } = await emailTo(scene, 'ann@example.org');
  const signedIn = await person.follow(await person.giveCode(asked, code));
  expect(answerOf({ headers: signedIn.headers } as Response)).toHaveProperty('code');
});
