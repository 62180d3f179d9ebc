import type { Role, ServiceState } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { roleOf } from '../service-roles.ts';
import type { Services } from '../stores/services.ts';

/** The service that an operator's path names by its id; 404 where there is none. */
export async function knownService(services: Services, id: string): Promise<ServiceState> {
  const found = await services.get(id);
  if (found === undefined) throw noSuchService();
  return found.state;
}

/** The role that an operator's path names by its code; 404 where there is none. */
export async function knownRole(services: Services, id: string, code: string): Promise<Role> {
  const role = roleOf(await knownService(services, id), code);
  if (role === undefined) throw noSuchRole();
  return role;
}

export function noSuchService() {
  return notFound('There is no such service');
}

export function noSuchRole() {
  return notFound('The service has no such role');
}
