import type { IncomingMessage, ServerResponse } from 'node:http';

const PATIENCE_MS = 5_000;
const PATIENCE_BYTES = 16 * 1024 * 1024;
const LOOK_MS = 100;

/**
 * Lets a client that was refused early finish sending, so that it reads the answer instead of a reset connection
 * (Node discards the rest once the answer is out), but not for ever: past 5 s or 16 MB the connection is cut.
 */
export function drainAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  response.once('finish', () => {
    const { socket } = request;
    const bytesAtFirst = socket.bytesRead;
    const end = performance.now() + PATIENCE_MS;
    request.resume();
    const timer = setInterval(() => {
      if (request.complete || socket.destroyed) clearInterval(timer);
      else if (performance.now() > end || socket.bytesRead - bytesAtFirst > PATIENCE_BYTES) socket.destroy();
    }, LOOK_MS);
    timer.unref();
  });
}
