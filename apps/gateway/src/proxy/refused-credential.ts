import type { IncomingMessage } from 'node:http';
import { type Fault, unavailable } from '@gatehouse/errors';
import { CREDENTIAL_REFUSED_HEADER } from '@gatehouse/http';

/**
 * The answer to a caller where a service refused the gateway's credential; undefined for any other answer. The service's
 * 401 is meant for the gateway: the caller's token is valid and nothing was done, so the request may be sent again.
 */
export function faultOfRefusal({ statusCode, headers }: IncomingMessage, service: string): Fault | undefined {
  if (statusCode !== 401 || headers[CREDENTIAL_REFUSED_HEADER] === undefined) return undefined;
  const reasons = 'it lacks the key that stands first here, or its clock is over a minute off';
  return unavailable(new Error(`INTERNAL_KEY: ${service} refuses what this gateway signs: ${reasons}`));
}
