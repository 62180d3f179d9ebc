import { createHmac } from 'node:crypto';
import { type PlatformProcess, platformProcess } from './platform-process.ts';
import { type RawAnswer, rawRequest, sendRaw } from './raw-http.ts';
import { makeScene, type Scene } from './scene.ts';

export const AUDIENCE = 'signin.education.gov.uk';
export const HS256 = { alg: 'HS256', typ: 'JWT' };
export const inSeconds = (seconds: number) => Date.now() / 1_000 + seconds;
export const rolesOf = (serviceId: string) => `/services/${serviceId}/roles`;
export const bearer = (token: string) => [`Bearer ${token}`];
export const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/**
 * A platform with two clients, to which tokens are shown: started before the file's first test, and killed after
 * its last. `expectSecrecy` looks for tokens and secrets in all that it wrote.
 */
export function tokenPlatform() {
  let platform: PlatformProcess;
  let scene: Scene;
  let other: Scene;
  beforeAll(async () => {
    platform = await platformProcess();
    scene = await makeScene(platform.url, platform.operator);
    other = await makeScene(platform.url, platform.operator);
  });
  afterAll(() => platform?.kill());

  function ask(authorizations: readonly string[], target = rolesOf(scene.serviceId)): Promise<RawAnswer> {
    return sendRaw(
      platform.url,
      rawRequest(
        `GET ${target}`,
        authorizations.map((value) => `authorization: ${value}`),
      ),
    );
  }

  /** Signs any header and payload correctly. */
  function signed(
    header: unknown,
    payload: unknown,
    secret: string | Buffer = scene.apiSecret,
    hash = 'sha256',
  ): string {
    const text = `${base64(header)}.${base64(payload)}`;
    return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
  }

  const claims = (more: Record<string, unknown> = {}) => ({ iss: scene.clientId, aud: AUDIENCE, ...more });

  async function expectRefused(authorizations: readonly string[], message: string | RegExp): Promise<void> {
    const answer = await ask(authorizations);
    expect([answer.status, answer.body]).toEqual([401, expect.stringContaining('"success":false')]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = JSON.parse(answer.body);
    if (typeof message === 'string') expect(problem.message).toBe(message);
    else expect(problem.message).toMatch(message);
    expect(answer.body).not.toContain(scene.apiSecret);
  }

  async function expectTaken(authorizations: readonly string[]): Promise<void> {
    const answer = await ask(authorizations);
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('READER')]);
  }

  function expectSecrecy(): void {
    const output = platform.output();
    for (const secret of [scene.apiSecret, other.apiSecret, platform.operatorSecret, 'eyJ']) {
      expect(output.includes(secret) ? 'found' : 'clean').toBe('clean');
    }
    expect(output).not.toMatch(/"level":"error"/);
  }

  return {
    platform: () => platform,
    scene: () => scene,
    other: () => other,
    ask,
    signed,
    claims,
    expectRefused,
    expectTaken,
    expectSecrecy,
  };
}
