import { clientToken } from '@gatehouse/testing';
import { rawRequest } from '../testing/raw-http.ts';
import { body, expectProblem, JSON_TYPE, rawPlatform, withLength } from '../testing/raw-platform.ts';

const { authorization, expectNoFailures, path, platform, post, send } = rawPlatform();

describe('bodies', () => {
  test.each([
    ['text/plain', 415],
    ['application/xml', 415],
    ['application/jsonx', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json; charset=latin1', 415],
    ['', 415],
    ['application/json, text/plain', 415],
  ])('content type %j: %d', async (type, status) => {
    expectProblem(await post([`content-type: ${type}`, withLength(body)]), status);
  });

  test.each(['gzip', 'br', 'deflate', 'identity, gzip', 'x'])('compressed (%s): 415', async (coding) => {
    expectProblem(
      await post([JSON_TYPE, `content-encoding: ${coding}`, withLength(body)]),
      415,
      /compressed/,
    );
  });

  test('no content type: 415; no body: 400 that names what is missing', async () => {
    expectProblem(await post([withLength(body)]), 415);
    expectProblem(await post([JSON_TYPE, 'content-length: 0'], ''), 400, /Missing sourceId/);
    expectProblem(await post([], ''), 400, /Missing sourceId/);
  });

  test.each([
    ['UTF-16 with its mark', Buffer.from(`\ufeff${body}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(body, 'utf16le')],
    ['Latin-1', Buffer.from('{"given_name":"Zoë"}', 'latin1')],
    [
      'half a character',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe2, 0x82]), Buffer.from('"}')]),
    ],
    ['overlong', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])],
    [
      'a surrogate in UTF-8',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    ],
    ['gzip bytes', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
  ])('%s: 400', async (_name, bytes) => {
    const head = rawRequest(`POST ${path()}`, [authorization(), JSON_TYPE, withLength(bytes)]);
    expectProblem(await send([head, bytes]), 400, /UTF-8|JSON/);
  });

  test('a byte order mark before JSON is not in the way', async () => {
    const text = `\ufeff${body}`;
    expect((await post([JSON_TYPE, withLength(text)], text)).status).toBe(202);
  });

  test('200 KB: 413, by its length, in chunks, and with Expect', async () => {
    const large = JSON.stringify({ sourceId: 'x'.repeat(200_000) });
    expectProblem(await post([JSON_TYPE, withLength(large)], large), 413);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    expectProblem(await post([JSON_TYPE, 'transfer-encoding: chunked'], `${chunk.repeat(3)}0\r\n\r\n`), 413);
    expectProblem(await post([JSON_TYPE, withLength(large), 'expect: 100-continue'], large), 413);
    expectProblem(await post([JSON_TYPE, 'content-length: 999999999999'], 'x'), 413);
  });

  test('a member given twice: the last counts, as JSON parsers have it', async () => {
    const text = `{"email":"nonsense",${body.slice(1)}`;
    expect((await post([JSON_TYPE, withLength(text)], text)).status).toBe(202);
  });

  test('an import that is refused early is told why, however much is under way', async () => {
    const csv = `wrong,header\n${'1,2\n'.repeat(3_000_000)}`;
    const answers = await Promise.all(
      Array.from({ length: 3 }, () =>
        fetch(`${platform().url}/manage/organisations/import?source=gias-groups`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${clientToken('operator', platform().operatorSecret)}`,
            'content-type': 'text/csv',
          },
          body: new Blob([csv]).stream(),
          duplex: 'half',
        } as RequestInit),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('is missing');
    }
  });
});

test('nothing of it failed inside', () => expectNoFailures());
