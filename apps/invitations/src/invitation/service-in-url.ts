import { type Fault, forbidden, notFound } from '@gatehouse/errors';
import type { CallerOf } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';
import type { RegisteredService, ServiceRegistry } from '@gatehouse/service-registry';

function refusalOf(service: RegisteredService | undefined, caller: CallerOf<'client'>): Fault | undefined {
  if (service === undefined) return notFound('There is no such service');
  const reached = caller.kind === 'operator' || [service.id, service.parentId].includes(caller.serviceId);
  if (!reached) return forbidden('This service is neither your own nor a child of it');
  return service.status === 0 ? forbidden('This service is disabled') : undefined;
}

/**
 * The service that a URL names by id or client id. 404 where there is none; 403 where it is neither the caller's own nor a
 * child of it, and where it is disabled: nobody can be sent to it. Refused only after two seconds, since what the operator
 * has just changed may not be known here yet.
 */
export async function serviceInUrl(
  services: Pick<ServiceRegistry, 'byIdOrClientId'>,
  segment: string,
  caller: CallerOf<'client'>,
): Promise<RegisteredService> {
  const find = () => services.byIdOrClientId(segment);
  const service = await lookUpUntil(() => {
    const found = find();
    return refusalOf(found, caller) === undefined ? found : undefined;
  });
  if (service === undefined) throw refusalOf(find(), caller) ?? notFound();
  return service;
}
