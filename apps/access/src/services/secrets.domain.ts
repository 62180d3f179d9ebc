import type { SealedSecret, ServiceState } from '@gatehouse/contracts';

/** A new secret, sealed. */
export interface NewSecret {
  id: string;
  sealed: string;
}

export function firstSecret({ id, sealed }: NewSecret, nowMs: number): SealedSecret {
  return { id, sealed, createdAt: new Date(nowMs).toISOString() };
}

/** The secrets that still verify. */
export function validSecrets(secrets: readonly SealedSecret[], nowMs: number): SealedSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > nowMs);
}

/**
 * The service with a new secret, first in the list. The one that it replaces verifies until the overlap ends, and older ones
 * until their own overlaps end, as was promised.
 */
export function rotateSecret(
  current: ServiceState,
  secret: NewSecret,
  overlapSeconds: number,
  nowMs: number,
): ServiceState {
  const overlapEnd = new Date(nowMs + overlapSeconds * 1_000).toISOString();
  const ending = current.secrets.map((earlier) => ({
    ...earlier,
    expiresAt: earlier.expiresAt ?? overlapEnd,
  }));
  return {
    ...current,
    secrets: [firstSecret(secret, nowMs), ...validSecrets(ending, nowMs)],
    updatedAt: new Date(nowMs).toISOString(),
  };
}
