import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Fault, headersTooLarge, invalidRequest, uriTooLong } from '@gatehouse/errors';
import { newId } from '@gatehouse/runtime';
import { problemOf } from './problem.ts';

/** The most bytes of URLs and headers, checked at the gateway. */
export const URL_LIMIT = 8 * 1024;
export const HEADERS_LIMIT = 16 * 1024;

type ParserError = Error & { code?: string; rawPacket?: Buffer };

/** The fault of a request that Node could not parse. The first line of its packet shows whether the URL is too long. */
function faultOf({ code, rawPacket }: ParserError): Fault {
  if (code !== 'HPE_HEADER_OVERFLOW') return invalidRequest(['The request is not well-formed HTTP']);
  const beginning = rawPacket?.toString('latin1', 0, URL_LIMIT) ?? '';
  const isLongUrl = /^[A-Z]+ [^\r\n]+$/.test(beginning);
  return isLongUrl ? uriTooLong(URL_LIMIT) : headersTooLarge(HEADERS_LIMIT);
}

/** The answer that is being sent on a connection, found as Node's own error handler does. */
function answerOn(socket: Duplex): ServerResponse | undefined {
  return (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}

/** Answers a request that could not be parsed with a problem, and closes the connection. */
export function refuseConnection(error: ParserError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const answer = answerOn(socket);
  if (answer?.headersSent) {
    /** The faulty bytes follow a request that has its answer: they get none. */
    if (answer.writableEnded) socket.end();
    else socket.destroy();
    return;
  }
  const tooSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  if (tooSlow) endWith(invalidRequest(['The request took too long to arrive']), socket, 408);
  else endWith(faultOf(error), socket);
}

/** The gateway opens no tunnels (`CONNECT`). */
export function refuseTunnel(_request: unknown, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  endWith(invalidRequest(['The request’s target must be a path']), socket);
}

function endWith(fault: Fault, socket: Duplex, statusInstead?: number): void {
  const problem = problemOf(fault, newId(), { status: statusInstead });
  const { status, headers, body } = problem;
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}
