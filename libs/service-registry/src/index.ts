export type { ApiSecret } from './opened-secrets.ts';
export { serviceInUrl } from './service-in-url.ts';
export { createServiceRegistry, type RegisteredService, type ServiceRegistry } from './service-registry.ts';
export {
  type StartedServiceRegistry,
  type StartServiceRegistryOptions,
  startServiceRegistry,
} from './start-service-registry.ts';
