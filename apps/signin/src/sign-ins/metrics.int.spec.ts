import { eventually } from '@gatehouse/testing';
import { authorize, authorizeUrl, ids, type OidcScene, startOidcScene } from '../testing/oidc-scene.ts';
import { createPerson, emailTo } from '../testing/person.ts';

let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
});
afterAll(() => scene.close());

/** The value of a metric as it is scraped; 0 where it was never counted. */
async function metric(name: string, labels: Record<string, string> = {}): Promise<number> {
  const text = await (await fetch(`${scene.url}/metrics`)).text();
  const found = text
    .split('\n')
    .filter((line) => line.startsWith(`gatehouse_${name}{`) || line.startsWith(`gatehouse_${name} `))
    .filter((line) => Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)));
  return found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('sign-ins by method and outcome, challenges by outcome, wrong codes, sessions', async () => {
  await authorize(scene, scene.browser(), authorizeUrl(scene.clientId), {
    ...{ userId: ids.bob, by: { method: 'provider' } },
  });
  const person = createPerson(scene);
  const asked = await person.giveAddress(await person.begin(), 'ann@example.org');
  const { code } = await emailTo(scene, 'ann@example.org');
  await person.giveCode(asked, code === '00000000' ? '11111111' : '00000000');
  await person.follow(await person.giveCode(asked, code));
  const stranger = createPerson(scene, '198.51.100.7');
  const page = await stranger.giveAddress(await stranger.begin(), 'nobody@example.org');
  await stranger.submit(page, '/back');
  await eventually(async () => {
    const counted = await Promise.all([
      metric('sign_ins_total', { method: 'provider', outcome: 'signed-in' }),
      metric('sign_ins_total', { method: 'code', outcome: 'signed-in' }),
      metric('sign_ins_total', { method: 'code', outcome: 'wrong-code' }),
      metric('sign_ins_total', { method: 'code', outcome: 'access-denied' }),
      metric('challenges_total', { outcome: 'signed-in' }),
      metric('wrong_codes_total'),
      metric('sessions'),
    ]);
    expect(counted).toEqual([1, 1, 1, 1, 1, 1, 2]);
  });
  scene.advance(61 * 60_000);
  expect(await metric('sessions')).toBe(0);
});
