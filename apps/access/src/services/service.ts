import {
  changedMembers,
  type SealedSecret,
  type ServiceSignIn,
  type ServiceState,
} from '@gatehouse/contracts';
import { clientIdKey } from './client-id.domain.ts';
import { validSecrets } from './secrets.domain.ts';

/** A service's details as the operator puts them. Roles, policies and secrets have commands of their own. */
export interface ServiceDetails {
  clientId: string;
  name: string;
  description?: string | undefined;
  redirectUris: string[];
  parentId?: string | undefined;
  params: Record<string, string>;
  status: 0 | 1;
  signIn?: ServiceSignIn | undefined;
}

/** A service and its event together must fit into one document. */
const LARGEST_STATE_BYTES = 120_000;

function present({ description, parentId, signIn, ...details }: ServiceDetails) {
  return {
    ...details,
    ...(signIn !== undefined && { signIn }),
    ...(description !== undefined && { description }),
    ...(parentId !== undefined && { parentId }),
  };
}

/** A new service with its first secret. Without policies it is open to all. */
export function makeService(
  id: string,
  details: ServiceDetails,
  firstSecret: SealedSecret,
  nowMs: number,
): ServiceState {
  const now = new Date(nowMs).toISOString();
  return {
    id,
    ...present(details),
    roles: [],
    policies: [],
    secrets: [firstSecret],
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * The service with other details: one that is left out is removed. Roles, policies and secrets stay, but for client secrets
 * of a service that now signs assertions.
 */
export function replaceService(
  current: ServiceState,
  details: ServiceDetails,
  nowMs: number,
): ServiceState | undefined {
  const { description: _description, parentId: _parentId, signIn: _signIn, clientSecrets, ...kept } = current;
  const hasSecret = clientSecrets !== undefined && details.signIn?.clientAuth !== 'private_key_jwt';
  const next = { ...kept, ...present(details), ...(hasSecret && { clientSecrets }) };
  return changedService(current, next, nowMs);
}

/**
 * A changed service as it is to be stored: with its time, and without secrets that have expired. Undefined where `next`
 * changes nothing.
 */
export function changedService(
  current: ServiceState,
  next: ServiceState,
  nowMs: number,
): ServiceState | undefined {
  if (changedMembers(current, next).length === 0) return undefined;
  const { clientSecrets } = next;
  return {
    ...next,
    secrets: validSecrets(next.secrets, nowMs),
    ...(clientSecrets !== undefined && { clientSecrets: validSecrets(clientSecrets, nowMs) }),
    updatedAt: new Date(nowMs).toISOString(),
  };
}

/** Whether a service is too large for one document. */
export function isTooLarge(service: ServiceState): boolean {
  return new TextEncoder().encode(JSON.stringify(service)).length > LARGEST_STATE_BYTES;
}

/** The members that a service's indexes need. */
export function keysOfService(service: ServiceState): { clientIdKey?: string } {
  return service.removedAt === undefined ? { clientIdKey: clientIdKey(service.clientId) } : {};
}

/** The service as it was before its deletion, which is reverted because something refers to it. */
export function restoreService(before: ServiceState, nowMs: number): ServiceState {
  return { ...before, updatedAt: new Date(nowMs).toISOString() };
}

/** The tombstone of a service: only its id is left, so that its versions go on. */
export function removeService({ id, createdAt }: ServiceState, nowMs: number): ServiceState {
  const now = new Date(nowMs).toISOString();
  return {
    ...{ id, clientId: '', name: '', status: 0, redirectUris: [], params: {} },
    ...{ roles: [], policies: [], secrets: [], createdAt, updatedAt: now, removedAt: now },
  };
}
