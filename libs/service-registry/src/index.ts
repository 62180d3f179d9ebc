export type { ApiSecret } from './opened-secrets.ts';
export { createServiceRegistry, type RegisteredService, type ServiceRegistry } from './service-registry.ts';
export {
  type StartedServiceRegistry,
  type StartServiceRegistryOptions,
  startServiceRegistry,
} from './start-service-registry.ts';
