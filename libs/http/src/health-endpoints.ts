import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { unauthenticated } from '@gatehouse/errors';
import type { Health, Metrics } from '@gatehouse/runtime';
import { z } from 'zod';

/** The answer of `/livez`. */
export const liveness = z
  .object({ status: z.enum(['alive']).describe('The process answers.') })
  .meta({ id: 'Liveness', description: 'The process is alive.' });

/** The answer of `/readyz` and `/healthcheck`. `failing` names what is not ready. */
export const readiness = z
  .object({
    status: z
      .enum(['ready', 'not ready'])
      .describe('`ready` once the store answers and everything that the log had at the start has been read.'),
    failing: z.array(z.string()).describe('The names of what is not ready; empty where everything is.'),
  })
  .meta({ id: 'Readiness', description: 'Whether the platform can serve, and what is not ready.' });

function send(response: ServerResponse, status: number, contentType: string, text: string): void {
  const bytes = Buffer.from(text);
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': String(bytes.length),
    'cache-control': 'no-store',
  });
  response.end(bytes);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Throws a 401 unless the request has the token, where one is set. */
function checkToken({ headers }: IncomingMessage, token: string | undefined): void {
  if (token === undefined) return;
  const given = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  if (!timingSafeEqual(digest(given), digest(token)))
    throw unauthenticated('These metrics take METRICS_TOKEN as a bearer token');
}

/** Answers a request that no route declares. */
export type Endpoint = (response: ServerResponse, request: IncomingMessage) => Promise<void>;

/** `/livez`, `/readyz`, `/healthcheck` and `/metrics`, by path. They reject with their refusals. */
export function healthEndpoints(health: Health, metrics: Metrics): ReadonlyMap<string, Endpoint> {
  async function sendReadiness(response: ServerResponse): Promise<void> {
    const { ready, failing } = await health.ready();
    sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', failing });
  }
  return new Map<string, Endpoint>([
    ['/livez', async (response) => sendJson(response, 200, { status: 'alive' })],
    ['/readyz', sendReadiness],
    ['/healthcheck', sendReadiness],
    [
      '/metrics',
      async (response, request) => {
        checkToken(request, metrics.token);
        send(response, 200, metrics.contentType, await metrics.text());
      },
    ],
  ]);
}
