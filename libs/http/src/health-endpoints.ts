import type { ServerResponse } from 'node:http';
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

/** What the platform around a process asks of it: `/livez`, `/readyz`, `/healthcheck` and `/metrics`, by path. */
export function healthEndpoints(
  health: Health,
  metrics: Metrics,
): ReadonlyMap<string, (response: ServerResponse) => Promise<void>> {
  async function tellReadiness(response: ServerResponse): Promise<void> {
    const { ready, failing } = await health.ready();
    sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', failing });
  }
  return new Map([
    ['/livez', async (response: ServerResponse) => sendJson(response, 200, { status: 'alive' })],
    ['/readyz', tellReadiness],
    ['/healthcheck', tellReadiness],
    [
      '/metrics',
      async (response: ServerResponse) => send(response, 200, metrics.contentType, await metrics.text()),
    ],
  ]);
}
