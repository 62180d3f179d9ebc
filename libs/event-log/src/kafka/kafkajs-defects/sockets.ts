import net from 'node:net';
import tls from 'node:tls';
import { lookUpName } from '@gatehouse/name-lookup';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_MS = 60_000;

/** The connections of one client, which can be ended all at once. */
export interface Sockets {
  open: ISocketFactory;
  /** Ends every connection, and lets no other be opened. */
  cut(): void;
}

/**
 * Symptom: the retries of kafkajs open connections long after `disconnect`.
 * Upstream: https://github.com/tulios/kafkajs/issues/1147 and /1174, both open.
 * Test: "while Kafka hangs" in hang.int.spec.ts.
 */
export function createSockets(): Sockets {
  const sockets = new Set<net.Socket>();
  let ended = false;
  return {
    open({ host, port, ssl, onConnect }) {
      if (ended) throw new Error('the client is closed');
      const target = { host, port, lookup: lookUpName };
      const socket = ssl
        ? tls.connect({ ...target, ...(net.isIP(host) === 0 && { servername: host }), ...ssl }, onConnect)
        : net.connect(target, onConnect);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
    cut() {
      ended = true;
      // With an error, so that kafkajs rejects what waits for an answer.
      for (const socket of sockets) socket.destroy(new Error('the client is closed'));
    },
  };
}
