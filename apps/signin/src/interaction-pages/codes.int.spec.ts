import { user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { answerOf, ids, type OidcScene, startOidcScene } from '../testing/oidc-scene.ts';
import { challengesOf, createPerson, emailTo, type Person, textOf } from '../testing/person.ts';
import { testId } from '../testing/signin-under-test.ts';

let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
  const off = user(testId('off'), { email: 'off@example.org', status: 0 });
  await scene.neighbours.publish('gatehouse.directory.user.v1', off);
});
afterAll(() => scene.close());

const wrong = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0');

/** A person who has asked for a code, at the page for it. */
async function asked(email: string, person: Person = createPerson(scene)) {
  const page = await person.giveAddress(await person.begin(), email);
  const { code } = await emailTo(scene, email);
  return { person, page, code };
}

test('who gives the code of the email is signed in', async () => {
  const { person, page, code } = await asked('Ann@Example.org');
  expect(textOf(page)).toContain('Check your email We have sent an email to Ann@Example.org.');
  const back = await person.follow(await person.giveCode(page, `${code.slice(0, 4)} ${code.slice(4)}`));
  expect(answerOf({ headers: back.headers } as Response)).toMatchObject({ state: 'a-state' });
  expect(back.location).toContain('code=');
  const [challenge] = await challengesOf(scene, 'ann@example.org');
  expect(challenge?.state).toMatchObject({ status: 'ended', outcome: 'signed-in', userId: ids.ann });
  expect(JSON.stringify(challenge)).not.toContain('sealed');
});

test.each([
  [
    'full-width digits and hyphens',
    (code: string) =>
      code.replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d))).replace(/^(.{4})/, '$1-'),
  ],
  ['spaces around and between', (code: string) => `  ${[...code].join(' ')} `],
])('a code with %s is the code', async (_how, typed) => {
  const { person, page, code } = await asked('ann@example.org', createPerson(scene, '198.51.100.7'));
  const answer = await person.giveCode(page, typed(code));
  expect([answer.status, answer.location]).toEqual([303, expect.stringContaining('/oidc/authorize/')]);
});

test('the answer is the same, whatever the address is', async () => {
  const answers = await Promise.all(
    ['ann@example.org', 'off@example.org', 'non@example.org'].map(async (email, index) => {
      const person = createPerson(scene, `203.0.113.${index}`);
      const begun = await person.begin();
      const given = await person.submit(begun, '/address', { email });
      const page = await person.follow(given);
      const strip = (text: string) =>
        text
          .replaceAll(email, '<email>')
          .replace(/sign-in\/[\w-]+/g, 'sign-in/<id>')
          .replace(/value="[\w-]{43}"/g, 'value="<token>"');
      const headersOf = (headers: Headers) =>
        [...headers]
          .filter(([name]) => !['date', 'x-correlation-id'].includes(name))
          .map(([name, value]) => [name, strip(value)]);
      return {
        given: [given.status, headersOf(given.headers), given.html],
        page: [page.status, headersOf(page.headers), strip(page.html).replace(/until [^<]*/g, 'until')],
      };
    }),
  );
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test('a deactivated user is told so by email, and no code works', async () => {
  const { person, page } = await asked('off@example.org', createPerson(scene, '198.51.100.20'));
  expect(await emailTo(scene, 'off@example.org')).toMatchObject({
    template: 'sign-in-deactivated',
    code: '',
  });
  const [challenge] = await challengesOf(scene, 'off@example.org');
  const state = challenge?.state;
  const code = state?.status === 'open' ? scene.sealer.open(state.sealed, `challenge-code:${state.id}`) : '';
  expect(code).toMatch(/^\d{8}$/);
  expect((await person.giveCode(page, code)).status).toBe(422);
});

test('five wrong codes end the challenge, and the page offers a new one', async () => {
  const { person, page, code } = await asked('bob@example.org');
  for (let n = 0; n < 4; n++) {
    const answer = await person.giveCode(page, wrong(code));
    expect(answer.status).toBe(422);
    expect(textOf(answer)).toContain('The code is not right');
    expect(answer.html).not.toContain(wrong(code));
  }
  const fifth = await person.giveCode(page, wrong(code));
  expect(fifth.status).toBe(422);
  expect(textOf(fifth)).toContain('You have entered a wrong code too many times');
  expect((await person.giveCode(page, code)).status).toBe(422);
  const [challenge] = await challengesOf(scene, 'bob@example.org');
  expect(challenge?.state).toMatchObject({ status: 'ended', outcome: 'wrong-codes' });
  const again = await person.follow(await person.submit(fifth, '/address'));
  expect(textOf(again)).toContain('We have sent an email to bob@example.org.');
  const { code: fresh } = await emailTo(scene, 'bob@example.org');
  expect((await person.giveCode(again, fresh)).status).toBe(303);
});

test('wrong codes of one instant are all counted', async () => {
  const { person, page, code } = await asked('bob@example.org', createPerson(scene, '198.51.101.1'));
  const answers = await Promise.all(Array.from({ length: 12 }, () => person.giveCode(page, wrong(code))));
  expect(answers.every(({ status }) => status === 422)).toBe(true);
  expect((await person.giveCode(page, code)).status).toBe(422);
  const [challenge] = await challengesOf(scene, 'bob@example.org');
  expect(challenge).toMatchObject({ state: { outcome: 'wrong-codes' }, wrongCodes: 5 });
});

test('an empty code counts nothing; a code in another browser is no use', async () => {
  const { person, page, code } = await asked('ann@example.org', createPerson(scene, '198.51.102.1'));
  const empty = await person.giveCode(page, ' ');
  expect([empty.status, textOf(empty)]).toEqual([
    422,
    expect.stringContaining('Enter the code from the email'),
  ]);
  const [challenge] = await challengesOf(scene, 'ann@example.org');
  expect(challenge?.wrongCodes).toBeUndefined();
  const stranger = createPerson(scene);
  const theirs = await stranger.begin();
  await stranger.giveAddress(theirs, 'mallory@example.org');
  const atCode = await stranger.open(
    theirs.html.match(/action="([^"]*)\/address"/)?.[1]?.concat('/code') ?? '',
  );
  expect((await stranger.giveCode(atCode, code)).status).toBe(422);
  expect((await person.giveCode(page, code)).status).toBe(303);
});

test('the same code is sent again after thirty seconds, and either email has it', async () => {
  const { person, page, code } = await asked('ann@example.org', createPerson(scene, '198.51.103.1'));
  const soon = await person.submit(page, '/code/again');
  expect([soon.status, Number(soon.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
  expect(textOf(soon)).toContain('You can have the email sent again in');
  scene.advance(30_000);
  const again = await person.submit(page, '/code/again');
  expect([again.status, again.location]).toEqual([303, expect.stringMatching(/\/code$/)]);
  expect(await emailTo(scene, 'ann@example.org', 2)).toMatchObject({ template: 'sign-in-code', code });
  expect((await person.giveCode(page, code)).status).toBe(303);
});

test('a new address is a new challenge, and the former code is dead', async () => {
  const { person, page, code: former } = await asked('bob@example.org', createPerson(scene, '198.51.104.1'));
  const start = await person.open(/href="(\/sign-in\/[^"]*)">Use another/.exec(page.html)?.[1] ?? '');
  const next = await person.giveAddress(start, 'ann@example.org');
  const { code } = await emailTo(scene, 'ann@example.org');
  await eventually(async () => {
    const [replaced] = await challengesOf(scene, 'bob@example.org');
    expect(replaced?.state).toMatchObject({ status: 'ended', outcome: 'replaced' });
  });
  expect((await person.giveCode(next, former === code ? wrong(code) : former)).status).toBe(422);
  expect((await person.giveCode(next, code)).status).toBe(303);
});

test('a code works for fifteen minutes', async () => {
  const { person, page, code } = await asked('ann@example.org', createPerson(scene, '198.51.105.1'));
  scene.advance(15 * 60_000);
  const late = await person.giveCode(page, code);
  expect([late.status, textOf(late)]).toEqual([422, expect.stringContaining('Your code has run out')]);
  await eventually(async () => {
    const [challenge] = await challengesOf(scene, 'ann@example.org');
    expect(challenge?.state).toMatchObject({ status: 'ended', outcome: 'expired' });
  });
});

test('who presses twice, or lost the answer, goes on', async () => {
  const { person, page, code } = await asked('ann@example.org', createPerson(scene, '198.51.106.1'));
  const [one, other] = await Promise.all([person.giveCode(page, code), person.giveCode(page, code)]);
  expect([one.status, one.location]).toEqual([303, other.location]);
});

test.each([
  ['', 'Enter your email address'],
  ['not an address', 'Enter an email address in the correct format'],
  ['a@b', 'Enter an email address in the correct format'],
  [`${'a'.repeat(250)}@example.org`, 'Enter an email address in the correct format'],
])('the address %j is a fault, and makes no challenge', async (email, fault) => {
  const person = createPerson(scene);
  const answer = await person.submit(await person.begin(), '/address', { email });
  expect([answer.status, textOf(answer)]).toEqual([422, expect.stringContaining(fault)]);
  expect(await challengesOf(scene, email.trim())).toEqual([]);
});

test('spaces around an address are taken away, and the hint fills it in', async () => {
  const person = createPerson(scene, '198.51.107.1');
  const page = await person.begin({ login_hint: 'hinted@example.org' });
  expect(page.html).toContain('value="hinted@example.org"');
  expect(textOf(await person.giveAddress(page, '  spaced@example.org '))).toContain(
    'an email to spaced@example.org.',
  );
});
