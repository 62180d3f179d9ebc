import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const PATIENCE_MS = 5_000;
const PATIENCE_BYTES = 16 * 1024 * 1024;
const LOOK_MS = 100;

/** Where this connection is not to be kept, Node closes it with the answer: with bytes unread, that is a reset. */
function endWithoutReset(socket: Socket): void {
  socket.destroySoon = () => socket.end();
}

/**
 * Lets a client that was refused early finish sending, so that it reads the answer instead of a reset connection
 * (the rest is discarded once the answer is out), but not for ever: past 5 s or 16 MB the connection is cut.
 */
export function drainAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  const { socket } = request;
  endWithoutReset(socket);
  response.once('finish', () => {
    const bytesAtFirst = socket.bytesRead;
    const end = performance.now() + PATIENCE_MS;
    // A reader that stopped half-way would hold the rest back. Where there is none, removing it would make the stream pause.
    if (request.listenerCount('readable') > 0) request.removeAllListeners('readable');
    request.resume();
    const timer = setInterval(() => {
      const isOver = request.complete || socket.destroyed;
      const isEnough = performance.now() > end || socket.bytesRead - bytesAtFirst > PATIENCE_BYTES;
      if (!isOver && !isEnough) return;
      clearInterval(timer);
      Reflect.deleteProperty(socket, 'destroySoon');
      if (!isOver || socket.writableEnded) socket.destroy();
    }, LOOK_MS);
    timer.unref();
  });
}
