import type { ServiceState } from './events/service.ts';

/** A service as far as it matters to whom its events are told. */
export type ToldService = Pick<ServiceState, 'id' | 'status' | 'parentId'>;

/** Services by their ids. Deleted ones have the status 0. */
export type LookUpService = (id: string) => ToldService | undefined;

/** Whose webhooks are told of what concerns a service: it and its parent. A disabled one is told nothing, nor its parent of it. */
export function audienceOf(serviceId: string, serviceOf: LookUpService): string[] {
  const service = serviceOf(serviceId);
  if (service?.status !== 1) return [];
  const parent = service.parentId === undefined ? undefined : serviceOf(service.parentId);
  return parent?.status === 1 ? [service.id, parent.id] : [service.id];
}

/** Whose webhooks are told of what concerns any of some services, each once. */
export function audienceOfAny(serviceIds: Iterable<string>, serviceOf: LookUpService): string[] {
  return [...new Set([...serviceIds].flatMap((id) => audienceOf(id, serviceOf)))].sort();
}
