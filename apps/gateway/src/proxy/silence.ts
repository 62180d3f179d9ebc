import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';

/** A service was silent for longer than it may be. */
export class SilentService extends Error {
  override readonly name = 'SilentService';
}

/** Who asks stopped before all of the request's body was there. */
export class SilentSender extends Error {
  override readonly name = 'SilentSender';
}

/** A request on its way to a service, and the answer on its way back. */
export interface Passing {
  outgoing: Pick<ClientRequest, 'socket' | 'writableLength' | 'once'>;
  request: Pick<IncomingMessage, 'complete'>;
  response: Pick<ServerResponse, 'socket' | 'writableLength' | 'destroy'>;
}

/** How often in a row a client may be found to have taken nothing of its answer before it is given up. */
const READER_PATIENCE = 4;

/**
 * Who is waited for where nothing moves between gateway and service: the client where it does not take what is there of
 * its answer, or has not sent what the service is ready to take; else the service.
 */
export function awaitedIn({ outgoing, request, response }: Passing): 'reader' | 'sender' | 'service' {
  if (response.writableLength > 0) return 'reader';
  return !request.complete && outgoing.writableLength === 0 ? 'sender' : 'service';
}

/** The bytes that have left for the client on its connection. */
function takenOf({ socket }: Passing['response']): number {
  return socket === null ? 0 : socket.bytesWritten - socket.writableLength;
}

function judge(passing: Passing, timeoutMs: number): void {
  const { outgoing, response } = passing;
  const { socket } = outgoing;
  if (socket === null) return;
  let silences = 0;
  let taken = 0;
  const look = () => {
    const awaited = awaitedIn(passing);
    if (awaited === 'service') socket.destroy(new SilentService('no answer in time'));
    else if (awaited === 'sender') socket.destroy(new SilentSender('no body in time'));
    else {
      const takenNow = takenOf(response);
      silences = takenNow === taken ? silences + 1 : 0;
      taken = takenNow;
      if (silences < READER_PATIENCE) socket.setTimeout(timeoutMs);
      else response.destroy();
    }
  };
  look();
  // A request tells of its connection's first silence only.
  socket.on('timeout', look);
  outgoing.once('close', () => socket.off('timeout', look));
}

/**
 * Finds out who is to blame whenever nothing has moved between gateway and service for `timeoutMs`, the timeout of their
 * connection. A service is given up with SilentService, a client that stopped sending with SilentSender; one that stopped
 * reading is waited for four more times, then cut off.
 */
export function watchSilence(passing: Passing, timeoutMs: number): void {
  passing.outgoing.once('timeout', () => judge(passing, timeoutMs));
}
