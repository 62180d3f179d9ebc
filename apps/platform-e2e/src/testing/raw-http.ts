import { once } from 'node:events';
import { connect } from 'node:net';

/** An answer, read as a careful client reads it. */
export interface RawAnswer {
  status: number;
  headers: ReadonlyMap<string, string>;
  body: string;
}

const PATIENCE_MS = 20_000;

function answerIn(text: string): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map(
    lines.map((header): [string, string] => {
      const colon = header.indexOf(':');
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
    }),
  );
  const status = Number(line.split(' ')[1]);
  if (status === 100) return answerIn(text.slice(end + 4));
  const body = text.slice(end + 4);
  const length = headers.get('content-length');
  if (length !== undefined) {
    const bytes = Buffer.from(body).subarray(0, Number(length));
    return bytes.length < Number(length) ? undefined : { status, headers, body: bytes.toString() };
  }
  if (headers.has('transfer-encoding') && !body.endsWith('0\r\n\r\n')) return undefined;
  return { status, headers, body };
}

/**
 * Sends raw bytes, and gives the first answer. Throws where there is none within
 * `retryForMs` (20 s), or the connection ends without one. `headOnly`: the answer has no body whatever its headers say.
 */
export async function sendRaw(
  url: string,
  pieces: string | Buffer | readonly (string | Buffer)[],
  { headOnly = false, retryForMs = PATIENCE_MS }: { headOnly?: boolean; retryForMs?: number } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const deadline = setTimeout(() => socket.destroy(new Error('no answer in time')), retryForMs);
  try {
    await once(socket, 'connect');
    const all = typeof pieces === 'string' || Buffer.isBuffer(pieces) ? [pieces] : pieces;
    for (const piece of all) socket.write(piece);
    socket.on('error', () => {});
    let text = '';
    for await (const chunk of socket) {
      text += chunk;
      const head = text.indexOf('\r\n\r\n');
      const whole = headOnly && head !== -1 ? text.replace(/^content-length:.*\r\n/im, '') : text;
      const answer = answerIn(whole);
      if (answer !== undefined) return answer;
    }
    throw new Error(`the connection ended without an answer: ${text.slice(0, 200)}`);
  } finally {
    clearTimeout(deadline);
    socket.destroy();
  }
}

/** A request's text: lines with CRLF, and what follows them. */
export function rawRequest(line: string, headers: readonly string[], body = ''): string {
  return `${[`${line} HTTP/1.1`, 'host: localhost', ...headers].join('\r\n')}\r\n\r\n${body}`;
}
