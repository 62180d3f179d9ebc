import type { IncomingMessage } from 'node:http';
import type { Origin } from '@gatehouse/contracts';
import { CORRELATION_HEADER, correlationIdFrom } from '@gatehouse/http';

/** Where a change comes from that a browser's request brings about: the person is who it is about. */
export function originOfRequest(request: IncomingMessage | undefined): Origin {
  const given = request?.headers[CORRELATION_HEADER];
  return { correlationId: correlationIdFrom(given), actor: 'public' };
}
