import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';

/** A service was silent for too long. */
export class SilentService extends Error {
  override readonly name = 'SilentService';
}

/** A client stopped before it had sent all of its body. */
export class SilentSender extends Error {
  override readonly name = 'SilentSender';
}

/** A request that is forwarded, and its answer. */
export interface Forwarded {
  outgoing: Pick<ClientRequest, 'socket' | 'writableLength' | 'once'>;
  request: Pick<IncomingMessage, 'complete'>;
  response: Pick<ServerResponse, 'socket' | 'writableLength' | 'destroy'>;
}

/** A client that took nothing of its answer at so many checks in a row is cut off. */
const READER_SILENCES = 4;

/**
 * Which side blocks when nothing moves between gateway and service: the reader, a client that does not take its answer;
 * the sender, a client that has not sent the rest of its body; else the service.
 */
export function blockedBy({ outgoing, request, response }: Forwarded): 'reader' | 'sender' | 'service' {
  if (response.writableLength > 0) return 'reader';
  return !request.complete && outgoing.writableLength === 0 ? 'sender' : 'service';
}

/** How many bytes the client's connection has taken. */
function takenBy({ socket }: Forwarded['response']): number {
  return socket === null ? 0 : socket.bytesWritten - socket.writableLength;
}

function decide(forwarded: Forwarded, timeoutMs: number): void {
  const { outgoing, response } = forwarded;
  const { socket } = outgoing;
  if (socket === null) return;
  let silences = 0;
  let taken = 0;
  const check = () => {
    const side = blockedBy(forwarded);
    if (side === 'service') socket.destroy(new SilentService('no answer in time'));
    else if (side === 'sender') socket.destroy(new SilentSender('no body in time'));
    else {
      const takenNow = takenBy(response);
      silences = takenNow === taken ? silences + 1 : 0;
      taken = takenNow;
      if (silences < READER_SILENCES) socket.setTimeout(timeoutMs);
      else response.destroy();
    }
  };
  check();
  // The request reports only the first timeout of its connection.
  socket.on('timeout', check);
  outgoing.once('close', () => socket.off('timeout', check));
}

/**
 * Decides which side to give up whenever nothing has moved between gateway and service for `timeoutMs`, the timeout of
 * their connection: the service with SilentService, a client that stopped sending with SilentSender. A client that stopped
 * reading is cut off at the fifth such check.
 */
export function watchSilence(forwarded: Forwarded, timeoutMs: number): void {
  forwarded.outgoing.once('timeout', () => decide(forwarded, timeoutMs));
}
