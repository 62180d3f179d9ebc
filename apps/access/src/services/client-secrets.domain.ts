import type { ClientSecret, ServiceState } from '@gatehouse/contracts';
import { rotated } from './secrets.domain.ts';

/** A new client secret, of which only the digest is kept. */
export interface NewClientSecret {
  id: string;
  sha256: string;
}

/** The service with a new client secret, first in the list; earlier ones count until their own overlaps end. */
export function rotateClientSecret(
  current: ServiceState,
  { id, sha256 }: NewClientSecret,
  overlapSeconds: number,
  nowMs: number,
): ServiceState {
  const now = new Date(nowMs).toISOString();
  const secret: ClientSecret = { id, sha256, createdAt: now };
  const clientSecrets = rotated(current.clientSecrets ?? [], secret, overlapSeconds, nowMs);
  return { ...current, clientSecrets, updatedAt: now };
}
