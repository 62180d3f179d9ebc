/** A service as a stranger writes it: invites a user, verifies the callback, reads the access. Run outside the workspace. */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Callback, createClient, verifyCallback } from '@gatehouse/client';

const { GATEHOUSE_URL = '', CLIENT_ID = '', API_SECRET = '', ORGANISATION = '', EMAIL = '' } = process.env;

const callbacks = new EventEmitter<{ callback: [Callback] }>();
const called = once(callbacks, 'callback');
const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    const toVerify = { headers: request.headers, body: Buffer.concat(parts), secrets: [API_SECRET] };
    callbacks.emit('callback', verifyCallback(toVerify));
    response.writeHead(204).end();
  } catch (error) {
    callbacks.emit('error', error);
    response.writeHead(401).end();
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const gatehouse = createClient({ url: GATEHOUSE_URL, clientId: CLIENT_ID, apiSecret: API_SECRET });
await gatehouse.invite({
  sourceId: 'outside',
  given_name: 'Ann',
  family_name: 'Lee',
  email: EMAIL,
  organisation: ORGANISATION,
  callback: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
});
const [{ sub, sourceId }] = await called;
const access = await gatehouse.userAccess({ userId: sub, organisationId: ORGANISATION });
server.close();
process.stdout.write(`${sourceId} ${access?.userId === sub}\n`);
