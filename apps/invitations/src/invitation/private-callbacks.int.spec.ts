import { forbiddenAddresses, forbiddenHosts } from '@gatehouse/testing';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { invite, request } from '../testing/scene.ts';

const PRIVATE = 'callback must not be a private address';
const NO_URI = 'callback must be a valid, fully qualified, http(s) URI';

const { app } = await invitationsSuite({ allowPrivateCallbacks: false });

const hosts: Readonly<Record<string, readonly string[]>> = {
  ...forbiddenHosts,
  ...Object.fromEntries(
    Object.entries(forbiddenAddresses).map(([what, addresses]) => [
      `addresses: ${what}`,
      addresses.map((address) => (address.includes(':') ? `[${address}]` : address)),
    ]),
  ),
};

test.each(Object.entries(hosts))(
  'a callback to this network is 400, and nobody is invited: %s',
  async (_what, spelled) => {
    const email = 'inside@example.org';
    for (const host of spelled) {
      for (const scheme of ['http', 'https', 'HTTP']) {
        const callback = `${scheme}://${host.replace('PORT', '8080')}/hook`;
        const { status, body } = await invite(app, request(email, { callback }));
        expect({ callback, status, errors: body.errors }).toEqual({
          ...{ callback, status: 400 },
          errors: [
            URL.canParse(callback)
              ? expect.stringMatching(`${PRIVATE}|^${NO_URI.replace(/[()]/g, '.')}`)
              : NO_URI,
          ],
        });
      }
    }
    const { body } = await app.operator('GET', `/manage/invitations?email=${email}`);
    expect(body.numberOfRecords).toBe(0);
  },
);
