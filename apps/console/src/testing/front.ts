import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ASKED_HOST_HEADER, CLIENT_ADDRESS_HEADER } from '@gatehouse/contracts';
import { CREDENTIAL_HEADER, type Credentials } from '@gatehouse/http';
import { createSite } from '@gatehouse/pages';

const NOT_PASSED = /^(?:connection|host|content-length|transfer-encoding|keep-alive|date)$/;

/** What a browser opens instead of the gateway: the files of pages, and the console at `consoleUrl`. */
export async function frontOf(consoleUrl: () => string, credentials: Credentials) {
  const files = new Map(
    createSite({ identity: { name: 'Gatehouse' } }).assets.files.map((file) => [file.path, file]),
  );
  const server: Server = createServer(async (request, response) => {
    const { method = 'GET', url = '', headers } = request;
    const file = files.get(url);
    if (file !== undefined) return void response.writeHead(200, file.headers).end(file.content);
    if (url === '/favicon.ico') return void response.writeHead(204).end();
    const body = await buffer(request);
    const passed = Object.entries(headers).filter(([name]) => !NOT_PASSED.test(name));
    const answer = await fetch(consoleUrl() + url, {
      ...{ method, redirect: 'manual' },
      headers: {
        ...Object.fromEntries(passed.map(([name, value]) => [name, String(value)])),
        [CREDENTIAL_HEADER]: credentials.issue({ kind: 'public' }),
        [CLIENT_ADDRESS_HEADER]: request.socket.remoteAddress ?? '',
        [ASKED_HOST_HEADER]: headers.host ?? '',
      },
      ...(body.length > 0 && { body }),
    });
    for (const [name, value] of answer.headers)
      if (!NOT_PASSED.test(name) && name !== 'set-cookie') response.setHeader(name, value);
    response.setHeader('set-cookie', answer.headers.getSetCookie());
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
