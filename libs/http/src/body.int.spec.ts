import { once } from 'node:events';
import { connect } from 'node:net';
import type { Caller } from './index.ts';
import {
  client,
  credentials,
  json,
  operator,
  SERVICE,
  servedThings,
  THING,
} from './testing/served-things.ts';

const { ask, port } = servedThings();

describe('bodies', () => {
  test('answers hold what the schema lets through', async () => {
    const answer = await ask('POST', '/things', json({ name: 'one', size: 1, unknown: true }));
    expect(answer).toMatchObject({ status: 201, body: { name: 'one', actor: `client:${SERVICE}` } });
    expect(answer.body).not.toHaveProperty('secret');
  });

  test.each([
    ['no JSON', '{"name":'],
    ['a list', '[]'],
    ['text', '"a"'],
    ['null', 'null'],
  ])('400: %s', async (_case, text) => {
    expect((await ask('POST', '/things', json(text))).status).toBe(400);
  });

  test('400 names all faults at once, in the order of the schema, also of a body that is not there', async () => {
    const faults = ['Missing name', 'Missing size'];
    expect((await ask('POST', '/things', json({ size: 'x' }))).body.errors).toEqual(faults);
    expect((await ask('POST', '/things')).body.errors).toEqual(faults);
  });

  test('400 of the operator’s routes names each field by its path', async () => {
    const body = { name: 'far too long', parts: [{ kind: 'a' }, { kind: 'c' }], more: 1 };
    expect((await ask('PUT', `/manage/things/${THING}`, json(body), operator)).body.errors).toEqual([
      'name: should be at most 5 characters',
      'parts[1].kind: should be one of a, b',
      'more: is not known here',
    ]);
  });

  test('400: bytes that are no UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"name":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('","size":1}'),
    ]);
    expect(
      (await ask('POST', '/things', { headers: { 'content-type': 'application/json' }, body })).status,
    ).toBe(400);
  });

  test.each(['{"__proto__":{"name":"x","size":1}}', '{"constructor":{"prototype":{"name":"x"}}}'])(
    'a body cannot reach a prototype: %s',
    async (text) => {
      expect((await ask('POST', '/things', json(text))).body.errors).toEqual([
        'Missing name',
        'Missing size',
      ]);
      expect(({} as { name?: string }).name).toBeUndefined();
    },
  );

  test('deep nesting does no harm', async () => {
    const depth = 40_000;
    const deep = `{"name":"deep","size":1,"more":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect((await ask('POST', '/things', json(deep))).status).toBe(201);
  });

  test.each([
    ['text/plain', {}],
    ['application/json; charset=latin1', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('415: %s %o', async (type, more) => {
    const { headers, body } = json({ name: 'x', size: 1 }, type);
    expect((await ask('POST', '/things', { headers: { ...headers, ...more }, body })).status).toBe(415);
  });

  test.each(['application/json;charset=UTF-8', 'application/merge-patch+json'])(
    '%s is taken',
    async (type) => {
      expect((await ask('POST', '/things', json({ name: 'x', size: 1 }, type))).status).toBe(201);
    },
  );

  test('413: by what it says and by what it sends, before 400', async () => {
    const large = JSON.stringify({ wrong: 'x'.repeat(102_400) });
    expect((await ask('POST', '/things', json(large))).status).toBe(413);
    const stream = new Blob([large]).stream();
    const init = { headers: { 'content-type': 'application/json' }, body: stream, duplex: 'half' };
    expect((await ask('POST', '/things', init as RequestInit)).status).toBe(413);
  });

  test('none, sent in chunks without a type, counts as none; one without a type is 415', async () => {
    const answers = await Promise.all(
      ['', 'x'].map((text) => {
        const body = new Blob([text]).stream();
        return ask('POST', '/things', { body, duplex: 'half' } as RequestInit);
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 415]);
  });

  describe('where none is wanted', () => {
    /** All that is answered to a request with this body, announced by its length or in one chunk. */
    const answerTo = async (line: string, how: 'length' | 'chunks', size: number) => {
      const socket = connect(port(), '127.0.0.1');
      const text = 'x'.repeat(size);
      const credential = `x-gatehouse-credential: ${credentials.issue(client)}`;
      const head = `${line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${credential}\r\n`;
      if (how === 'length') socket.write(`${head}content-length: ${size}\r\n\r\n${text}`);
      else
        socket.write(`${head}transfer-encoding: chunked\r\n\r\n${size.toString(16)}\r\n${text}\r\n0\r\n\r\n`);
      let answer = '';
      for await (const chunk of socket) answer += chunk;
      return answer;
    };

    describe.each(['length', 'chunks'] as const)('by %s', (how) => {
      test.each([
        ['GET /things', 200],
        [`DELETE /things/${THING}`, 204],
      ])('one within the limit is ignored: %s', async (line, status) => {
        expect(await answerTo(line, how, 102_400)).toContain(`HTTP/1.1 ${status}`);
      });

      test.each(['GET /things?page=x', 'HEAD /things', `DELETE /things/${THING}`])(
        '413 beyond it, before 400: %s',
        async (line) => {
          expect(await answerTo(line, how, 102_401)).toContain('HTTP/1.1 413');
        },
      );

      test('404 before 413', async () => {
        expect(await answerTo('DELETE /things/nothing', how, 102_401)).toContain('HTTP/1.1 404');
      });
    });

    test('one whose length is announced is not waited for', async () => {
      const socket = connect(port(), '127.0.0.1');
      const credential = `x-gatehouse-credential: ${credentials.issue(client)}`;
      socket.write(
        `DELETE /things/${THING} HTTP/1.1\r\nhost: a\r\n${credential}\r\ncontent-length: 9\r\n\r\n`,
      );
      const [chunk] = await once(socket, 'data');
      socket.destroy();
      expect(String(chunk)).toContain('HTTP/1.1 204');
    });
  });

  test('forms: one value a name', async () => {
    const form = (text: string) => json(text, 'application/x-www-form-urlencoded');
    const page = await ask('POST', '/things/form', form('code=stay'));
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://example.org;");
    const free = await ask('POST', '/things/form', form('code=free'));
    expect(free.headers.get('content-security-policy')).toBe(
      "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
    );
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await ask('POST', '/things/form', form('code=go'))).headers.get('location')).toBe(
      'https://example.org/',
    );
    expect((await ask('POST', '/things/form', form('code=a&code=b'))).status).toBe(400);
    for (const broken of ['%FF', '%ED%A0%80', '%zz', '%']) {
      expect((await ask('POST', '/things/form', form(`code=${broken}`))).status).toBe(400);
    }
    expect((await ask('POST', '/things/form', json({ code: 'go' }))).status).toBe(415);
  });

  test('an import streams past the limit', async () => {
    const answer = await ask('POST', '/things/import', json('x'.repeat(1_000_000), 'text/csv'), operator);
    expect(answer.body).toEqual({ bytes: 1_000_000 });
  });

  test('who waits for leave to send gets it, or the refusal instead', async () => {
    const talk = async (path: string, caller: Caller) => {
      const socket = connect(port(), '127.0.0.1');
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-type: application/json\r\n` +
          `content-length: 9\r\nx-gatehouse-credential: ${credentials.issue(caller)}\r\n\r\n`,
      );
      const [chunk] = await once(socket, 'data');
      socket.destroy();
      return String(chunk).split('\r\n')[0];
    };
    expect(await talk('/things', client)).toBe('HTTP/1.1 100 Continue');
    expect(await talk('/things', { kind: 'public' })).toBe('HTTP/1.1 403 Forbidden');
  });

  test('a refusal is read by a client that is still sending', async () => {
    const answer = await ask('POST', '/things', json('x'.repeat(3_000_000)), { kind: 'public' });
    expect(answer.status).toBe(403);
  });
});
