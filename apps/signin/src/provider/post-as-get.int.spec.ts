import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postAsGet } from './post-as-get.ts';

test('a body that announces no length is read no further than a URL may be long', async () => {
  const { promise: refused, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((incoming, response) => {
    postAsGet(incoming, response, 'http://localhost/oidc/authorize').catch(resolve);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const sending = request({ port, method: 'POST', headers });
  sending.on('error', () => {});
  sending.write('x'.repeat(9_000));
  // It is never ended: whoever waited for the end would wait for ever.
  const fault = await refused;
  sending.destroy();
  server.closeAllConnections();
  server.close();
  expect(fault).toMatchObject({ message: expect.stringContaining('at most') });
});
