import type { IncomingMessage, ServerResponse } from 'node:http';

const allowed = new WeakSet<IncomingMessage>();

/** Sends `100 Continue` to a client that waits for it before it sends its body. */
export function allowBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect === undefined || allowed.has(request) || response.headersSent) return;
  allowed.add(request);
  response.writeContinue();
}

/** Whether the client still waits for `100 Continue`. Refused now, it may send the body or not, so the connection must end. */
export function awaitsContinue(request: IncomingMessage): boolean {
  return request.headers.expect !== undefined && !allowed.has(request);
}
