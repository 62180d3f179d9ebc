import type { SealedSecret, ServiceState } from '@gatehouse/contracts';

/** A new secret, sealed. */
export interface NewSecret {
  id: string;
  sealed: string;
}

export function firstSecret({ id, sealed }: NewSecret, nowMs: number): SealedSecret {
  return { id, sealed, createdAt: new Date(nowMs).toISOString() };
}

/** A secret that a rotation may end. */
interface Expiring {
  expiresAt?: string | undefined;
}

/** The secrets that still verify. */
export function validSecrets<S extends Expiring>(secrets: readonly S[], nowMs: number): S[] {
  return secrets.filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > nowMs);
}

/**
 * The secrets after a rotation, the new one first. The one that it replaces verifies until the overlap ends, and older ones
 * until their own overlaps end, as was promised.
 */
export function rotated<S extends Expiring>(
  earlier: readonly S[],
  secret: S,
  overlapSeconds: number,
  nowMs: number,
): S[] {
  const overlapEnd = new Date(nowMs + overlapSeconds * 1_000).toISOString();
  const ending = earlier.map((each) => ({ ...each, expiresAt: each.expiresAt ?? overlapEnd }));
  return [secret, ...validSecrets(ending, nowMs)];
}

/** The service with a new API secret. */
export function rotateSecret(
  current: ServiceState,
  secret: NewSecret,
  overlapSeconds: number,
  nowMs: number,
): ServiceState {
  return {
    ...current,
    secrets: rotated(current.secrets, firstSecret(secret, nowMs), overlapSeconds, nowMs),
    updatedAt: new Date(nowMs).toISOString(),
  };
}
