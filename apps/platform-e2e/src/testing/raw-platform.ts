import { clientToken } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from './platform-process.ts';
import { type RawAnswer, rawRequest, sendRaw } from './raw-http.ts';
import { makeScene, type Scene } from './scene.ts';

export const JSON_TYPE = 'content-type: application/json';
/** A valid request to invite. */
export const body = JSON.stringify({
  sourceId: '1',
  given_name: 'A',
  family_name: 'B',
  email: 'http@example.org',
});
export const withLength = (text: string | Buffer) => `content-length: ${Buffer.byteLength(text)}`;

/** Expects a whole problem of that status, whose text matches `words`. */
export function expectProblem(answer: RawAnswer, status: number, words?: RegExp): void {
  expect([answer.status, answer.body.slice(0, 400)]).toEqual([status, expect.stringContaining('"code"')]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = JSON.parse(answer.body);
  expect(problem).toMatchObject({ status, detail: expect.stringMatching(/.+/) });
  expect(problem.correlationId).toMatch(/.+/);
  if (words !== undefined) expect(answer.body).toMatch(words);
}

/**
 * A platform for raw requests: started before the file's first test, and killed after its last. After each test a normal
 * request must succeed; `expectNoFailures` checks the log.
 */
export function rawPlatform() {
  let platform: PlatformProcess;
  let scene: Scene;
  beforeAll(async () => {
    platform = await platformProcess();
    scene = await makeScene(platform.url, platform.operator);
  });
  afterAll(() => platform?.kill());
  afterEach(async () => {
    const answer = await scene.service.get(`/services/${scene.serviceId}/roles`);
    expect(answer.status).toBe(200);
  });

  const authorization = () => `authorization: Bearer ${clientToken(scene.clientId, scene.apiSecret)}`;
  /** Where the client invites. */
  const path = () => `/services/${scene.serviceId}/invitations`;
  return {
    platform: () => platform,
    scene: () => scene,
    authorization,
    path,
    send: (bytes: Parameters<typeof sendRaw>[1], options?: Parameters<typeof sendRaw>[2]) =>
      sendRaw(platform.url, bytes, options),
    post: (headers: readonly string[], text = body) =>
      sendRaw(platform.url, rawRequest(`POST ${path()}`, [authorization(), ...headers], text)),
    expectNoFailures() {
      const failures = platform
        .output()
        .split('\n')
        .filter((line) => /"level":"(error|fatal)"/.test(line));
      expect(failures).toEqual([]);
    },
  };
}
