import type { Policy, ServiceState } from '@gatehouse/contracts';
import { canonicalId } from '@gatehouse/runtime/ids';
import { roleOf } from './roles.domain.ts';
import { changedService } from './service.ts';

/** A policy's id as it is stored: a UUID in upper case, or a code. */
export function policyIdOf(text: string): string {
  return canonicalId(text) ?? text;
}

export function policyOf(service: ServiceState, id: string): Policy | undefined {
  return service.policies.find((policy) => policy.id === id);
}

/** The faults of the roles that a policy names: each must be a role of the service. */
export function faultsOfPolicyRoles(service: ServiceState, roles: readonly string[]): string[] {
  return roles.flatMap((code, index) =>
    roleOf(service, code) === undefined ? [`roles[${index}]: the service has no such role`] : [],
  );
}

/** The service with a policy made or replaced; undefined where nothing changes. */
export function putPolicy(current: ServiceState, policy: Policy, nowMs: number): ServiceState | undefined {
  const policies =
    policyOf(current, policy.id) === undefined
      ? [...current.policies, policy]
      : current.policies.map((other) => (other.id === policy.id ? policy : other));
  return changedService(current, { ...current, policies }, nowMs);
}

/** The service without a policy; undefined where it has none of that id. */
export function removePolicy(current: ServiceState, id: string, nowMs: number): ServiceState | undefined {
  if (policyOf(current, id) === undefined) return undefined;
  const policies = current.policies.filter((policy) => policy.id !== id);
  return changedService(current, { ...current, policies }, nowMs);
}
