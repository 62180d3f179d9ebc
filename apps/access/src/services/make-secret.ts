import { randomBytes } from 'node:crypto';
import { serviceSecretContext } from '@gatehouse/contracts';
import { newId, type Sealer } from '@gatehouse/runtime';
import type { NewSecret } from './secrets.domain.ts';

const SECRET_BYTES = 32;

/** A new API secret, the base64 text of 32 random bytes: the text that is shown once, and what is stored of it. */
export function makeSecret(sealer: Sealer, serviceId: string): { text: string; stored: NewSecret } {
  const text = randomBytes(SECRET_BYTES).toString('base64');
  return { text, stored: { id: newId(), sealed: sealer.seal(text, serviceSecretContext(serviceId)) } };
}
