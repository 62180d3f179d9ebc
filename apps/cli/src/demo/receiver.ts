import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';

export interface Callback {
  sub: string;
  sourceId: string | number;
  webhookId: string;
}

export interface Receiver {
  url: string;
  /** What came to a path, once verified; throws where something came that is not the platform's. */
  callbackAt(path: string): Callback | undefined;
  close(): void;
}

export interface ReceiverOptions {
  clientId: string;
  apiSecret: string;
  audience: string;
}

/** Throws unless the JWT and the Standard Webhooks signature are both of our API secret. */
export function verifyCallback(
  headers: IncomingHttpHeaders,
  body: string,
  { clientId, apiSecret, audience }: ReceiverOptions,
): Callback {
  const token = /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const { jti } = jwt.verify(token, apiSecret, {
    algorithms: ['HS256'],
    issuer: audience,
    audience: clientId,
  }) as jwt.JwtPayload;
  const id = String(headers['webhook-id']);
  const signed = `${id}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', Buffer.from(apiSecret, 'base64')).update(signed).digest();
  const genuine = String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => Buffer.from(signature.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  if (!genuine || jti !== id) throw new Error('a callback came whose signature is not ours');
  return { ...(JSON.parse(body) as { sub: string; sourceId: string | number }), webhookId: id };
}

/** A service's own side of callbacks: takes them, and verifies each before it believes it. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const callbacks = new Map<string, Callback | Error>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      const body = Buffer.concat(chunks).toString('utf8');
      callbacks.set(request.url ?? '', verifyCallback(request.headers, body, options));
      response.writeHead(204).end();
    } catch (error) {
      callbacks.set(request.url ?? '', error as Error);
      response.writeHead(401).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callbackAt(path) {
      const found = callbacks.get(path);
      if (found instanceof Error) throw found;
      return found;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
