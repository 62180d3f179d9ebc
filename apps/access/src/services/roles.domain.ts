import type { Role, ServiceState } from '@gatehouse/contracts';
import { changedService } from './service.ts';

/** A role as the operator puts it. */
export interface RoleDetails {
  code: string;
  name: string;
  numericId?: string | undefined;
  status: Role['status'];
}

/** A role by its code; codes are case-sensitive. */
export function roleOf(service: ServiceState, code: string): Role | undefined {
  return service.roles.find((role) => role.code === code);
}

/** The roles of some codes; those that the service no longer has are left out. */
export function rolesOf(service: ServiceState, codes: readonly string[]): Role[] {
  return codes.flatMap((code) => roleOf(service, code) ?? []);
}

/** A role as services see it. */
export function viewRole({ id, name, code, numericId, status }: Role) {
  return { id, name, code, numericId, status: status === 'Active' ? (1 as const) : (0 as const) };
}

/** The most digits that a role's number may have. */
export const NUMERIC_ID_DIGITS = 20;
const HIGHEST_NUMBER = 10n ** BigInt(NUMERIC_ID_DIGITS) - 1n;

function lowestFree(taken: ReadonlySet<bigint>): bigint {
  let number = 1n;
  while (taken.has(number)) number += 1n;
  return number;
}

/**
 * One more than the highest number of the service's roles, so that a number is not soon reused. The lowest free one where
 * that would have too many digits.
 */
export function nextNumericId(roles: readonly Role[]): string {
  const taken = new Set(roles.map(({ numericId }) => BigInt(numericId)));
  let above = 1n;
  for (const number of taken) if (number >= above) above = number + 1n;
  return String(above > HIGHEST_NUMBER ? lowestFree(taken) : above);
}

/**
 * The service with a role made or replaced. A role keeps its id and, where none is given, its number. Undefined where nothing
 * changes.
 */
export function putRole(
  current: ServiceState,
  { code, name, status, numericId }: RoleDetails,
  newId: string,
  nowMs: number,
): ServiceState | undefined {
  const known = roleOf(current, code);
  const role: Role = {
    id: known?.id ?? newId,
    code,
    name,
    numericId: numericId ?? known?.numericId ?? nextNumericId(current.roles),
    status,
  };
  const roles =
    known === undefined
      ? [...current.roles, role]
      : current.roles.map((other) => (other.code === code ? role : other));
  return changedService(current, { ...current, roles }, nowMs);
}

/** The service, and its policies, without a role; undefined where it has none of that code. */
export function removeRole(current: ServiceState, code: string, nowMs: number): ServiceState | undefined {
  if (roleOf(current, code) === undefined) return undefined;
  const next = {
    ...current,
    roles: current.roles.filter((role) => role.code !== code),
    policies: current.policies.map((policy) => ({
      ...policy,
      roles: policy.roles.filter((named) => named !== code),
    })),
  };
  return changedService(current, next, nowMs);
}

/**
 * The service with a removed role back in it and in its policies: somebody was granted it at that moment. Other changes of the
 * service since then stay.
 */
export function restoreRole(
  current: ServiceState,
  before: ServiceState,
  code: string,
  nowMs: number,
): ServiceState | undefined {
  const removed = roleOf(before, code);
  if (removed === undefined || roleOf(current, code) !== undefined) return undefined;
  const naming = new Set(before.policies.filter(({ roles }) => roles.includes(code)).map(({ id }) => id));
  const next = {
    ...current,
    roles: [...current.roles, removed],
    policies: current.policies.map((policy) =>
      naming.has(policy.id) ? { ...policy, roles: [...policy.roles, code] } : policy,
    ),
  };
  return changedService(current, next, nowMs);
}
