import type { Policy, Role, ServiceState } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { policyIdOf, policyOf } from './policies.domain.ts';
import { roleOf } from './roles.domain.ts';
import { type Services, serviceOf } from './services.store.ts';

/** The service that an operator's path names by its id; 404 where there is none. */
export async function knownService(services: Services, id: string): Promise<ServiceState> {
  const found = await serviceOf(services, id);
  if (found === undefined) throw noSuchService();
  return found;
}

/** The role that an operator's path names by its code; 404 where there is none. */
export async function knownRole(services: Services, id: string, code: string): Promise<Role> {
  const role = roleOf(await knownService(services, id), code);
  if (role === undefined) throw noSuchRole();
  return role;
}

/** The policy that an operator's path names by its id; 404 where there is none. */
export async function knownPolicy(services: Services, id: string, policyId: string): Promise<Policy> {
  const policy = policyOf(await knownService(services, id), policyIdOf(policyId));
  if (policy === undefined) throw noSuchPolicy();
  return policy;
}

export function noSuchService() {
  return notFound('There is no such service');
}

export function noSuchRole() {
  return notFound('The service has no such role');
}

export function noSuchPolicy() {
  return notFound('The service has no such policy');
}
