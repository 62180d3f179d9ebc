import type { Role, ServiceState } from '@gatehouse/contracts';
import { changedService } from './service.ts';

/** What the operator says of a role. */
export interface RoleDetails {
  code: string;
  name: string;
  numericId?: string | undefined;
  status: Role['status'];
}

/** A role that is looked up by its code; codes are case-sensitive. */
export function roleOf(service: ServiceState, code: string): Role | undefined {
  return service.roles.find((role) => role.code === code);
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
 * One more than the highest number that a role of the service has, so that a number is not soon given to another; the
 * lowest that none has where that would be too long to be put again.
 */
export function nextNumericId(roles: readonly Role[]): string {
  const taken = new Set(roles.map(({ numericId }) => BigInt(numericId)));
  let above = 1n;
  for (const number of taken) if (number >= above) above = number + 1n;
  return String(above > HIGHEST_NUMBER ? lowestFree(taken) : above);
}

/**
 * The service with a role made or replaced; a role keeps its id and, where none is given, its number. Undefined where
 * nothing changes.
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

/** The service without a role, which its policies no longer name; undefined where it has none of that code. */
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
 * The service with a removed role and its policies as they were before: somebody was granted it at that very moment.
 * What became of the service meanwhile stays.
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
