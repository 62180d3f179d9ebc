import type { CallerOf } from '@gatehouse/http';
import { type RegisteredService, type ServiceRegistry, serviceInUrl } from '@gatehouse/service-registry';

export interface WebhookRouteDependencies {
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
}

/** The two ways to a service's own things: its client's (or its parent's), and the operator's. */
export const SERVICE_PATHS = [
  {
    prefix: '/services/:serviceId',
    access: 'client',
    name: (verb: string, noun: string) => `${verb}${noun}`,
  },
  {
    prefix: '/manage/services/:serviceId',
    access: 'operator',
    name: (verb: string, noun: string) => `operator${verb[0]?.toUpperCase()}${verb.slice(1)}${noun}`,
  },
] as const;

/** The service in the path, for whoever may act for it. */
export function resolveService({ services }: WebhookRouteDependencies) {
  return ({ params, caller }: { params: { serviceId: string }; caller: CallerOf<'client'> }) =>
    serviceInUrl(services, params.serviceId, caller) as Promise<RegisteredService>;
}
