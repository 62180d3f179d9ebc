import { forbidden } from '@gatehouse/errors';
import type { CallerOf } from '@gatehouse/http';
import type { RegisteredService } from '@gatehouse/service-registry';

/** Which services may use accounts. */
export interface Clients {
  byId(id: string): Pick<RegisteredService, 'params'> | undefined;
}

type Param = 'canUseAccounts' | 'canUpdateProtectedAttributes';

function requireParam(clients: Clients, { caller }: { caller: CallerOf<'own-service'> }, param: Param): void {
  if (clients.byId(caller.serviceId)?.params[param] !== 'true') throw forbidden();
}

/** Refuses (403) a service that is no first-party frontend. */
export function requireAccounts(clients: Clients, request: { caller: CallerOf<'own-service'> }): void {
  requireParam(clients, request, 'canUseAccounts');
}

/** Refuses (403) a service that may not speak for the identity provider. */
export function requireProtectedAttributes(
  clients: Clients,
  request: { caller: CallerOf<'own-service'> },
): void {
  requireParam(clients, request, 'canUpdateProtectedAttributes');
}
