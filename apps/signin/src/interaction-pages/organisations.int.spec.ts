import { eventually } from '@gatehouse/testing';
import { answerOf, authorizeUrl, ids, type OidcScene, startOidcScene } from '../testing/oidc-scene.ts';
import { createPerson, emailTo, type Person, type SeenPage, textOf } from '../testing/person.ts';

const SCOPE = { scope: 'openid organisation' };
let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
});
afterAll(() => scene.close());

let last = 0;
/** Signs in by a code, with the scope `organisation`: the page after that. */
async function signedIn(email: string): Promise<{ person: Person; page: SeenPage }> {
  const person = createPerson(scene, `198.51.100.${++last}`);
  const asked = await person.giveAddress(await person.begin(SCOPE), email);
  const { code } = await emailTo(scene, email);
  return { person, page: await person.follow(await person.giveCode(asked, code)) };
}
const answered = (page: SeenPage) => {
  if (page.location === undefined) throw new Error(`${page.status}: ${textOf(page)}`);
  return answerOf({ headers: page.headers } as Response);
};

test('one organisation is taken without a page', async () => {
  const { page } = await signedIn('ann@example.org');
  expect(answered(page)).toHaveProperty('code');
});

test('of several the person chooses; the last choice is marked, and asked for again', async () => {
  await scene.grantTo(ids.college, ['Reader']);
  await eventually(async () => {
    const { page } = await signedIn('ann@example.org');
    expect(textOf(page)).toContain('Which organisation do you want to use School Meals for?');
  });
  const { person, page } = await signedIn('ann@example.org').catch(() => {
    scene.advance(3_600_000);
    return signedIn('ann@example.org');
  });
  expect(textOf(page)).toContain('You are signed in as Ann Lee (ann@example.org).');
  expect(textOf(page).indexOf('A School')).toBeLessThan(textOf(page).indexOf('B College'));
  expect(page.html).not.toContain(' checked');
  const back = await person.follow(await person.submit(page, '/organisation', { organisation: ids.college }));
  expect(answered(back)).toHaveProperty('code');
  const again = await person.follow(await person.open(authorizeUrl(scene.clientId, SCOPE)));
  expect(again.html).toMatch(new RegExp(`value="${ids.college}"[^>]* checked`));
  for (const organisation of ['', 'x', ids.service]) {
    const answer = await person.submit(again, '/organisation', { organisation });
    expect([answer.status, textOf(answer)]).toEqual([422, expect.stringContaining('Choose an organisation')]);
  }
  expect(answered(await person.follow(await person.submit(again, '/back')))).toMatchObject({
    error: 'access_denied',
  });
});

test('somebody else may sign in instead', async () => {
  scene.advance(3_600_000);
  const { person, page } = await signedIn('ann@example.org');
  const start = await person.follow(await person.submit(page, '/another-person'));
  expect(textOf(start)).toContain('Sign in to School Meals');
  const asked = await person.giveAddress(start, 'bob@example.org');
  const { code } = await emailTo(scene, 'bob@example.org');
  const next = await person.follow(await person.giveCode(asked, code));
  expect(textOf(next)).toContain('You cannot use School Meals yet');
  expect(textOf(next)).toContain('(bob@example.org)');
});

test('without an organisation a page says why, and leads back', async () => {
  scene.advance(3_600_000);
  const { person, page } = await signedIn('bob@example.org');
  expect([page.status, textOf(page)]).toEqual([
    200,
    expect.stringContaining('You have not been given access to School Meals'),
  ]);
  const forged = await person.submit(page, '/back');
  expect(answered(await person.follow(forged))).toMatchObject({ error: 'access_denied' });
});
