import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@gatehouse/testing';
import { freePort } from '../testing/free-port.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { type Program, startProgram } from '../testing/program.ts';
import { makeUser } from '../testing/scene.ts';
import { makeSignInScene, type SignInScene } from '../testing/sign-in-scene.ts';

const FOLDER = join(import.meta.dirname, '../../../../examples/relying-party');
const run = promisify(execFile);

/** An unmodified client, openid-client, against the whole platform. */
describe('the example site, beside a platform', () => {
  let platform: PlatformProcess;
  let scene: SignInScene;
  let site: Program;
  let address: string;
  let issuer: string;

  beforeAll(async () => {
    platform = await platformProcess();
    const port = await freePort();
    address = `http://localhost:${port}`;
    issuer = platform.url.replace('127.0.0.1', 'localhost');
    scene = await makeSignInScene(platform.url, platform.operator, {
      redirectUris: [`${address}/callback`],
      signIn: { postLogoutRedirectUris: [`${address}/`] },
    });
    const { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET } = scene;
    site = startProgram(join(FOLDER, 'server.js'), {
      env: { ISSUER: issuer, CLIENT_ID, CLIENT_SECRET, PORT: String(port) },
    });
    await eventually(() => expect(site.output()).toContain('lets people sign in'));
  });
  afterAll(async () => {
    await site?.kill();
    await platform?.kill();
  });

  test('a person signs in, and the site shows the claims of a token whose signature it checked', async () => {
    const email = 'ann.lee@school.example';
    const userId = await makeUser(platform.operator, email);
    const membership = `/manage/users/${userId}/organisations/${scene.organisationId}`;
    expect((await platform.operator.put(membership, { roleId: 0 })).status).toBe(201);
    const grant = `${membership}/services/${scene.serviceId}`;
    expect((await platform.operator.put(grant, { roles: ['READER'] })).status).toBe(201);
    const env = { PATH: process.env.PATH, ISSUER: issuer };
    const { stdout } = await run(process.execPath, [join(FOLDER, 'sign-in.mjs'), email, address], { env });
    const claims = JSON.parse(/<pre>([\s\S]*)<\/pre>/.exec(stdout)?.[1] ?? '{}');
    expect(claims).toMatchObject({
      ...{ iss: issuer, aud: scene.clientId, sub: userId, email, email_verified: true },
      ...{ organisation: { id: scene.organisationId }, roles: ['READER'] },
    });
  });
});
