import type { ServiceState } from '@gatehouse/contracts';
import { firstSecret } from '../services/secrets.domain.ts';
import { makeService } from '../services/service.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');

/** A service as it is made, with the members that a test gives. */
export function service(given: Partial<ServiceState> = {}): ServiceState {
  const details = {
    clientId: 'a-client',
    name: 'A service',
    redirectUris: [],
    params: {},
    status: 1 as const,
  };
  const secret = firstSecret({ id: 'FIRST', sealed: 'sealed-first' }, NOW);
  return { ...makeService('S', details, secret, NOW), ...given };
}
