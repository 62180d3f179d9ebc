import type { IncomingMessage, ServerResponse } from 'node:http';

const allowed = new WeakSet<IncomingMessage>();

/** A client that waits for leave to send its body (`Expect: 100-continue`) gets it. */
export function allowBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect === undefined || allowed.has(request) || response.headersSent) return;
  allowed.add(request);
  response.writeContinue();
}

/** Whether the client still waits for leave: refused now, it may send the body or not, so the connection cannot go on. */
export function awaitsLeave(request: IncomingMessage): boolean {
  return request.headers.expect !== undefined && !allowed.has(request);
}
