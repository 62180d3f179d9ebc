import { gatewayUnderTest, operatorToken } from '../testing/gateway-under-test.ts';

const { say, seen } = gatewayUnderTest();

describe('what cannot be read', () => {
  const head = `host: a\r\nauthorization: Bearer ${operatorToken}\r\n`;
  test.each([
    ['414', 'a URL over 8 KB', `GET /users?a=${'x'.repeat(8_192)} HTTP/1.1\r\n${head}\r\n`],
    ['414', 'a URL over 64 KB', `GET /users?a=${'x'.repeat(80_000)} HTTP/1.1\r\n${head}\r\n`],
    ['431', 'headers over 16 KB', `GET /users HTTP/1.1\r\n${head}x-a: ${'x'.repeat(16_384)}\r\n\r\n`],
    ['431', 'headers over 64 KB', `GET /users HTTP/1.1\r\n${head}x-a: ${'x'.repeat(80_000)}\r\n\r\n`],
    ['400', 'no Host', `GET /users HTTP/1.1\r\nauthorization: Bearer ${operatorToken}\r\n\r\n`],
    ['400', 'two Hosts', `GET /users HTTP/1.1\r\n${head}host: b\r\n\r\n`],
    [
      '400',
      'a length and chunks',
      `POST /users HTTP/1.1\r\n${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      '400',
      'two lengths',
      `POST /users HTTP/1.1\r\n${head}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
    ],
    [
      '400',
      'another transfer coding',
      `POST /users HTTP/1.1\r\n${head}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['400', 'no HTTP', 'HELLO\r\n\r\n'],
    ['400', 'a header without a name', `GET /users HTTP/1.1\r\n${head}: x\r\n\r\n`],
    ['400', 'a tunnel', 'CONNECT a:1 HTTP/1.1\r\nhost: a:1\r\n\r\n'],
    ['400', 'an asterisk', `OPTIONS * HTTP/1.1\r\n${head}\r\n`],
  ])('%s: %s', async (status, _case, text) => {
    const answer = await say(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*application/problem\\+json`));
    expect(seen).toEqual([]);
  });

  test('a logout token of 8 KiB may stand in a query, and whoever takes it says that it is too long', async () => {
    const posted = (length: number) =>
      say(
        `POST /api/oidc_events/backchannel_logout?logout_token=${'x'.repeat(length)} HTTP/1.1\r\n${head}\r\n`,
      );
    expect(await posted(8_193)).not.toMatch(/^HTTP\/1.1 414 /);
    expect(seen).toHaveLength(1);
    expect(await posted(2 * 8_192)).toMatch(/^HTTP\/1.1 414 /);
    expect(seen).toHaveLength(1);
  });

  test('a target in absolute form means its path', async () => {
    await say(`GET http://elsewhere/manage/users?x HTTP/1.1\r\n${head}\r\n`);
    expect(seen[0]?.url).toBe('/manage/users?x');
  });

  test('who waits for leave to send a body is refused before it', async () => {
    const body = 'content-length: 5\r\nexpect: 100-continue\r\n';
    expect(await say(`POST /users HTTP/1.1\r\nhost: a\r\n${body}\r\n`)).toMatch(/^HTTP\/1.1 401 /);
    const answer = await say(`POST /manage/users HTTP/1.1\r\n${head}${body}\r\n`, /Continue/);
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue/);
  });
});
