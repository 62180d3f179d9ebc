import type { ServiceState } from '@gatehouse/contracts';
import { forbidden, notFound } from '@gatehouse/errors';
import type { Caller } from '@gatehouse/http';
import { type ServiceDocument, type Services, serviceNamed } from './services.store.ts';

/** Whether a caller may act for a service. A client acts for its own service and its direct children, the operator for any. */
export function mayActFor(caller: Caller, service: Pick<ServiceState, 'id' | 'parentId'>): boolean {
  if (caller.kind === 'operator') return true;
  return caller.kind === 'client' && [service.id, service.parentId].includes(caller.serviceId);
}

/** The service that a URL names by id or client id: 404 where there is none, 403 where the caller does not act for it. */
export async function serviceInUrl(services: Services, caller: Caller, text: string): Promise<ServiceState> {
  const service = await serviceNamed(services, text);
  if (service === undefined) throw notFound('There is no such service');
  if (!mayActFor(caller, service)) throw forbidden('This client may not act for this service');
  return service;
}

/** The client's own service; 403 for a client that is no service here. */
export async function ownService(
  services: Services,
  { serviceId }: { serviceId: string },
): Promise<ServiceDocument> {
  const own = await services.get(serviceId);
  if (own === undefined || own.state.removedAt !== undefined) throw forbidden();
  return own;
}
