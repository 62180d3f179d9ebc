import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { StoreError } from '../port.ts';
import { connectMongodb } from './mongodb-connection.ts';
import { readMongodbUrl } from './mongodb-url.ts';

test('a server’s name is looked up without the system’s threads: what only they would look up as such is found', async () => {
  const server = createServer((socket) => void socket.on('error', () => {}).destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection');
  // The names below localhost are loopback by RFC 6761; the system's own look-up asks a name server for them.
  const url = `mongodb://db.localhost:${(server.address() as AddressInfo).port}`;
  const refused = expect(connectMongodb(url, readMongodbUrl(url, 'names'))).rejects.toThrow(StoreError);
  await connected;
  await refused;
  server.close();
});
