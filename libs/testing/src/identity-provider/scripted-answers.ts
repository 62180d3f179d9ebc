import type { ServerResponse } from 'node:http';

/** What an endpoint does instead of answering well. */
export type EndpointFault =
  | 'silent'
  | 'reset'
  | 'no json'
  | 'too long'
  | 'slow body'
  | { status: number; body?: unknown; headers?: Record<string, string> };

const TOO_LONG_BYTES = 20 * 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, ' ');

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function answerFaultily(response: ServerResponse, fault: EndpointFault): void {
  if (typeof fault === 'object') {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(fault.body === undefined ? '' : JSON.stringify(fault.body));
  } else if (fault === 'reset') response.socket?.resetAndDestroy();
  else if (fault === 'no json')
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Welcome</p>');
  else if (fault === 'too long') pourOut(response);
  else if (fault === 'slow body') drip(response);
}

/** A well-formed answer, but for its length. */
function pourOut(response: ServerResponse): void {
  let left = TOO_LONG_BYTES;
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= CHUNK.length;
      if (!response.write(CHUNK)) return response.once('drain', more);
    }
    return response.end('{}');
  };
  more();
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.once('close', () => clearInterval(timer));
}
