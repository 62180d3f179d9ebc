import type { SealedSecret, ServiceState } from '@gatehouse/contracts';

/** A secret as it was just made: sealed, and with an id of its own. */
export interface NewSecret {
  id: string;
  sealed: string;
}

/** What a service's secrets are sealed for, so that one service's cannot be passed off as another's. */
export function secretContext(serviceId: string): string {
  return `service-secret:${serviceId}`;
}

export function firstSecret({ id, sealed }: NewSecret, nowMs: number): SealedSecret {
  return { id, sealed, createdAt: new Date(nowMs).toISOString() };
}

/** The secrets that still verify. */
export function validSecrets(secrets: readonly SealedSecret[], nowMs: number): SealedSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > nowMs);
}

/**
 * The service with a new secret before all others. Those verify until the overlap ends, each at most until an end that
 * an earlier rotation gave it; without an overlap they go at once.
 */
export function rotateSecret(
  current: ServiceState,
  secret: NewSecret,
  overlapSeconds: number,
  nowMs: number,
): ServiceState {
  const overlapEnd = nowMs + overlapSeconds * 1_000;
  const ending = current.secrets.map((earlier) => {
    const end =
      earlier.expiresAt === undefined ? overlapEnd : Math.min(Date.parse(earlier.expiresAt), overlapEnd);
    return { ...earlier, expiresAt: new Date(end).toISOString() };
  });
  return {
    ...current,
    secrets: [firstSecret(secret, nowMs), ...validSecrets(ending, nowMs)],
    updatedAt: new Date(nowMs).toISOString(),
  };
}
