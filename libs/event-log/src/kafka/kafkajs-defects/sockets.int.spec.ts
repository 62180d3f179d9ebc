import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createSockets } from './sockets.ts';

test('a broker’s name is looked up without the system’s threads: what only they would look up as such is found', async () => {
  const server = createServer((socket) => void socket.on('error', () => {}).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = createSockets();
  const { port } = server.address() as AddressInfo;
  const connected = Promise.withResolvers<void>();
  // The names below localhost are loopback by RFC 6761; the system's own look-up asks a name server for them.
  const target = { host: 'broker.localhost', port, onConnect: connected.resolve };
  const socket = sockets.open(target as Parameters<typeof sockets.open>[0]);
  socket.once('error', connected.reject);
  await connected.promise;
  socket.removeAllListeners('error').once('error', () => {});
  sockets.cut();
  server.close();
});
