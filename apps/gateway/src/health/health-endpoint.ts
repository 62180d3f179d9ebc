import { platformHealth } from '@gatehouse/contracts';
import { type Credentials, type Endpoint, exchangeOf } from '@gatehouse/http';
import type { GatherHealth } from './platform-health.ts';

/** `GET /manage/health`, for a caller who is known to be the operator. */
export function healthEndpoint(gather: GatherHealth, credentials: Pick<Credentials, 'issue'>): Endpoint {
  return async (response) => {
    const { correlationId } = exchangeOf(response);
    const health = await gather({ credential: credentials.issue({ kind: 'operator' }), correlationId });
    const bytes = Buffer.from(JSON.stringify(platformHealth.parse(health)));
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(bytes.length),
      'cache-control': 'no-store',
    });
    response.end(bytes);
  };
}
