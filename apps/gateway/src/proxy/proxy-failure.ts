import { badGateway, type Fault, invalidRequest, timedOut, unavailable } from '@gatehouse/errors';
import { SilentSender, SilentService } from './silence.ts';

/** No connection was made: the service has not seen the request, which may be sent again. */
const NOT_REACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ETIMEDOUT',
  'EMFILE',
]);

/** This process ends, and a request that waits for news is not waited for. */
export class Draining extends Error {
  override readonly name = 'Draining';
}

/** The answer to a caller whose service failed, or who stopped sending. */
export function faultOfForwarding(error: Error): Fault {
  if (error instanceof SilentSender) return invalidRequest(['The request took too long to arrive']);
  if (error instanceof Draining) return unavailable(error);
  if (error instanceof SilentService) return timedOut(error);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && NOT_REACHED.has(code) ? unavailable(error) : badGateway(error);
}
