import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { unauthenticated } from '@gatehouse/errors';
import type { Health, Metrics } from '@gatehouse/runtime';
import { z } from 'zod';

/** What `/livez` answers. */
export const liveness = z
  .object({ status: z.enum(['alive']).describe('That the process answers.') })
  .meta({ id: 'Liveness', description: 'That the process lives.' });

/** What `/readyz` and `/healthcheck` answer; `failing` names what is not ready. */
export const readiness = z
  .object({
    status: z
      .enum(['ready', 'not ready'])
      .describe(
        '`ready` once the store answers and everything that was in the log at the start has been read.',
      ),
    failing: z.array(z.string()).describe('Names of what is not ready; empty where all is.'),
  })
  .meta({ id: 'Readiness', description: 'Whether the platform can serve, and what it waits for.' });

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

/** Throws a 401 where `token` is wanted and another given, or none. */
function checkToken({ headers }: IncomingMessage, token: string | undefined): void {
  if (token === undefined) return;
  const given = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  if (!timingSafeEqual(digest(given), digest(token)))
    throw unauthenticated('These metrics take METRICS_TOKEN as a bearer token');
}

export type HealthEndpoint = (response: ServerResponse, request: IncomingMessage) => Promise<void>;

/**
 * What the platform around a process asks of it: `/livez`, `/readyz`, `/healthcheck` and `/metrics`, by path. What they
 * refuse, they reject with.
 */
export function healthEndpoints(health: Health, metrics: Metrics): ReadonlyMap<string, HealthEndpoint> {
  async function tellReadiness(response: ServerResponse): Promise<void> {
    const { ready, failing } = await health.ready();
    sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', failing });
  }
  return new Map<string, HealthEndpoint>([
    ['/livez', async (response) => sendJson(response, 200, { status: 'alive' })],
    ['/readyz', tellReadiness],
    ['/healthcheck', tellReadiness],
    [
      '/metrics',
      async (response, request) => {
        checkToken(request, metrics.token);
        send(response, 200, metrics.contentType, await metrics.text());
      },
    ],
  ]);
}
