import { badGateway, type Fault, invalidRequest, timedOut, unavailable } from '@gatehouse/errors';
import { SilentSender, SilentService } from './silence.ts';

/** No connection came about: the request has not been seen, and may be sent again. */
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

/** What a caller is told when the service behind its path fails it, or it fails the service. */
export function faultOfProxying(error: Error): Fault {
  if (error instanceof SilentSender) return invalidRequest(['The request took too long to arrive']);
  if (error instanceof SilentService) return timedOut(error);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && NOT_REACHED.has(code) ? unavailable(error) : badGateway(error);
}
