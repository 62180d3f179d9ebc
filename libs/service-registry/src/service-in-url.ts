import { type Fault, forbidden, notFound } from '@gatehouse/errors';
import type { CallerOf } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';
import type { RegisteredService, ServiceRegistry } from './service-registry.ts';

/** Whether a caller may act for a service. A client acts for its own service and its direct children, the operator for any. */
function mayActFor(
  caller: CallerOf<'client'>,
  { id, parentId }: Pick<RegisteredService, 'id' | 'parentId'>,
): boolean {
  return caller.kind === 'operator' || [id, parentId].includes(caller.serviceId);
}

/**
 * The service that a URL names by id or client id. 404 where there is none; 403 where it is neither the caller's own nor a
 * child of it; and what `refuse` gives of the service. Refused only after two seconds, since what the operator has just
 * changed may not be known here yet.
 */
export async function serviceInUrl(
  services: Pick<ServiceRegistry, 'byIdOrClientId'>,
  segment: string,
  caller: CallerOf<'client'>,
  refuse: (service: RegisteredService) => Fault | undefined = () => undefined,
): Promise<RegisteredService> {
  function refusalOf(service: RegisteredService | undefined): Fault | undefined {
    if (service === undefined) return notFound('There is no such service');
    if (!mayActFor(caller, service)) return forbidden('This service is neither your own nor a child of it');
    return refuse(service);
  }

  const find = () => services.byIdOrClientId(segment);
  const service = await lookUpUntil(() => {
    const found = find();
    return refusalOf(found) === undefined ? found : undefined;
  });
  if (service === undefined) throw refusalOf(find()) ?? notFound();
  return service;
}
