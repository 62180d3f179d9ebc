import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const MAX_MS = 5_000;
const MAX_BYTES = 16 * 1024 * 1024;
const CHECK_MS = 100;

/** Node closes a connection that is not kept alive with its answer. With unread bytes that would be a reset. */
function endWithoutReset(socket: Socket): void {
  socket.destroySoon = () => socket.end();
}

/**
 * Lets a client that was refused early finish sending, so that it reads the answer instead of a reset connection. The rest
 * is discarded once the answer is sent. Beyond 5 s or 16 MB the connection is cut.
 */
export function drainAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  const { socket } = request;
  endWithoutReset(socket);
  response.once('finish', () => {
    const bytesAtFirst = socket.bytesRead;
    const end = performance.now() + MAX_MS;
    // A reader that stopped half-way would block the rest. Removing listeners where there are none would pause the stream.
    if (request.listenerCount('readable') > 0) request.removeAllListeners('readable');
    request.resume();
    const timer = setInterval(() => {
      const isOver = request.complete || socket.destroyed;
      const isEnough = performance.now() > end || socket.bytesRead - bytesAtFirst > MAX_BYTES;
      if (!isOver && !isEnough) return;
      clearInterval(timer);
      Reflect.deleteProperty(socket, 'destroySoon');
      if (!isOver || socket.writableEnded) socket.destroy();
    }, CHECK_MS);
    timer.unref();
  });
}
