import { NEVER_MS, rawReceivers } from '../testing/raw-receivers.ts';

const { client, tcpServer } = rawReceivers();
const request = { body: '{}', headers: {} };

describe('answers whose status counts, whatever their form', () => {
  const OK = 'HTTP/1.1 204 No Content\r\n\r\n';
  const long = `x-long: ${'y'.repeat(20_000)}\r\n`;
  const many = Array.from({ length: 1_000 }, (_, n) => `x-${n}: ${'y'.repeat(10)}\r\n`).join('');
  const answers: Record<string, string | string[]> = {
    '100 Continue, unasked': `HTTP/1.1 100 Continue\r\n\r\n${OK}`,
    '100 Continue, apart': ['HTTP/1.1 100 Continue\r\n\r\n', OK],
    '100 Continue, twice and with a header': `${'HTTP/1.1 100 Continue\r\ndate: x\r\n\r\n'.repeat(2)}${OK}`,
    '102 Processing, 103 Early Hints and 100': [
      '102 Processing',
      '103 Early Hints',
      '100 Continue',
      '199 What',
    ]
      .map((line) => `HTTP/1.1 ${line}\r\nlink: </style.css>\r\n\r\n`)
      .concat(OK),
    'a folded header': 'HTTP/1.1 204 No Content\r\nx-folded: one\r\n  two\r\n\tthree\r\n\r\n',
    'a folded header with a body': 'HTTP/1.1 204 No Content\r\nx: a\r\n b\r\ncontent-length: 0\r\n\r\n',
    '20 KB in one header': `HTTP/1.1 204 No Content\r\n${long}\r\n`,
    '20 KB of headers': `HTTP/1.1 204 No Content\r\n${many}\r\n`,
    '40 KB of headers, after 20 KB of an interim answer': [
      `HTTP/1.1 103 Early Hints\r\n${long}\r\n`,
      `HTTP/1.1 204 No Content\r\n${long.repeat(2)}\r\n`,
    ],
    'lines that end with a line feed alone': 'HTTP/1.1 204 No Content\nx: y\n\n',
    'no reason phrase': 'HTTP/1.1 204\r\n\r\n',
    'HTTP/1.0': 'HTTP/1.0 204 No Content\r\n\r\n',
    'a body where 204 allows none': 'HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\nOK',
    'a body where 204 allows none, apart': ['HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n', 'OK'],
    'characters of no charset in a header': 'HTTP/1.1 204 No Content\r\nx: \u00e9\u0001\r\n\r\n',
  };

  test.each(Object.keys(answers))('%s', async (name) => {
    const url = await tcpServer((socket) => {
      socket.setNoDelay(true).on('data', async () => {
        for (const part of [answers[name] ?? []].flat()) {
          await new Promise((sent) => socket.write(part, 'latin1', sent));
        }
      });
    });
    const posting = client({ totalMs: NEVER_MS });
    for (let turn = 0; turn < 3; turn++) expect(await posting.post(url, request)).toEqual({ status: 204 });
  });

  const bodies: Record<string, string> = {
    'a length that is not there': 'content-length: 10\r\n\r\nx',
    'chunks and a length': 'transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n0\r\n\r\n',
    'chunks that are none': 'transfer-encoding: chunked\r\n\r\nno chunk\r\n',
    'a body up to the end of the connection': '\r\nall of it',
  };
  test.each(Object.keys(bodies))('200, and %s', async (name) => {
    const url = await tcpServer((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${bodies[name]}`));
    });
    expect(await client().post(url, request)).toEqual({ status: 200 });
  });

  test.each([
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
    '',
  ])('%j, and the end of the connection, is no answer', async (text) => {
    const url = await tcpServer((socket) => void socket.once('data', () => socket.end(text)));
    const outcome = await client({ totalMs: NEVER_MS }).post(url, request);
    expect(outcome).toEqual({ error: expect.stringMatching(/^(answer not http|connection reset)$/) });
  });

  test('an answer that only the lenient client reads is asked for again, once for its receiver', async () => {
    const requests: string[] = [];
    const url = await tcpServer((socket) => {
      socket.setEncoding('latin1').on('data', (text: string) => {
        requests.push(text);
        socket.write('HTTP/1.1 204 No Content\r\nx: a\r\n b\r\n\r\n');
      });
    });
    const posting = client();
    const idOf = (text: string) => /webhook-id: (\S+)/i.exec(text)?.[1];
    for (const id of ['A', 'B', 'C']) {
      const signed = { body: '{}', headers: { 'webhook-id': id } };
      expect(await posting.post(url, signed)).toEqual({ status: 204 });
    }
    expect(requests.map(idOf)).toEqual(['A', 'A', 'B', 'C']);
  });

  test('a connection on which more came than an answer is not used again', async () => {
    let connections = 0;
    const url = await tcpServer((socket) => {
      connections++;
      socket.on('data', () => socket.write(`${OK}HTTP/1.1 500 Forged\r\ncontent-length: 0\r\n\r\n`));
    });
    const posting = client();
    for (let turn = 0; turn < 3; turn++) expect(await posting.post(url, request)).toEqual({ status: 204 });
    expect(connections).toBe(3);
  });
});
