import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { linkAndCode, makeScene, makeUser, messageTo, newId, type Scene } from '../testing/scene.ts';

/** A zero-width space, a Hangul filler, a soft hyphen, a blank Braille pattern: nothing that anybody could read. */
const NOTHING = '\u200B\u3164\u00AD\u2800';
/** Its lower case, as Unicode has it, is the ASCII letter. */
const KELVIN = '\u212A';

let platform: PlatformProcess;
let scene: Scene;

beforeAll(async () => {
  platform = await platformProcess();
  scene = await makeScene(platform.url, platform.operator);
});
afterAll(() => platform?.kill());

describe('a name or a required text that shows nothing is blank', () => {
  const invitation = { sourceId: '1', given_name: 'Ann', family_name: 'Lee', email: 'blank@example.org' };

  test.each(['sourceId', 'given_name', 'family_name', 'email'])('an invitation’s %s', async (member) => {
    const body = { ...invitation, [member]: NOTHING };
    const answer = await scene.service.post(`/services/${scene.serviceId}/invitations`, body);
    expect([answer.status, answer.body.errors]).toEqual([400, [`Missing ${member}`]]);
  });

  test.each([
    ['users/ID', { email: 'blank@example.org', given_name: NOTHING, family_name: 'Lee' }],
    ['organisations/ID', { name: NOTHING, category: '001', status: 1 }],
    ['services/ID', { clientId: 'blank-name', name: NOTHING, redirectUris: [] }],
    ['services/SERVICE/roles/BLANK', { name: NOTHING }],
    ['services/SERVICE/policies/blank', { name: NOTHING, conditions: [], roles: [] }],
  ])('the name in PUT /manage/%s', async (path, body) => {
    const target = path.replace('ID', newId()).replace('SERVICE', scene.serviceId);
    const answer = await platform.operator.put(`/manage/${target}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.join()).toMatch(/name.*blank/);
  });

  test('the title of an announcement', async () => {
    const answer = await scene.service.post('/organisations/announcements', {
      ...{ messageId: newId(), uid: '1', type: 1, title: NOTHING, summary: 'S', body: 'B' },
      publishedAt: '2026-05-21T00:00:00Z',
    });
    expect([answer.status, answer.body.reasons]).toEqual([400, expect.arrayContaining(['Missing title'])]);
  });

  test('the names on the page', async () => {
    const email = 'page@example.org';
    await scene.service.post(`/services/${scene.serviceId}/invitations`, { ...invitation, email });
    const { link, code } = linkAndCode(await messageTo(platform.url, email));
    const send = (familyName: string, typed: string) =>
      fetch(link, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ givenName: 'Ann', familyName, code: typed }),
      });
    const faulty = await send(NOTHING, code);
    expect([faulty.status, await faulty.text()]).toEqual([
      422,
      expect.stringContaining('Enter your last name'),
    ]);
    const wide = [...code].map((character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0));
    expect((await send('Lee', wide.join('\u200B'))).status).toBe(303);
  });
});

describe('emails and client ids are looked up by ASCII letters alone', () => {
  test('another letter that Unicode folds to the same finds nobody', async () => {
    await makeUser(platform.operator, 'kay@example.org');
    const found = async (email: string) =>
      (await platform.operator.get(`/manage/users?email=${encodeURIComponent(email)}`)).body.numberOfRecords;
    expect([await found('KAY@example.org'), await found(`${KELVIN}ay@example.org`)]).toEqual([1, 0]);
  });

  test('nor a service', async () => {
    const service = { clientId: 'kiosk-one', name: 'Kiosk', redirectUris: [] };
    expect((await platform.operator.put(`/manage/services/${newId()}`, service)).status).toBe(201);
    const roles = async (clientId: string) =>
      (await platform.operator.get(`/services/${encodeURIComponent(clientId)}/roles`)).status;
    expect([await roles('KIOSK-ONE'), await roles(`${KELVIN}iosk-one`)]).toEqual([200, 404]);
  });
});
