import { hash, randomBytes } from 'node:crypto';
import { newId } from '@gatehouse/runtime';
import type { NewClientSecret } from './client-secrets.domain.ts';

const SECRET_BYTES = 32;

/**
 * A new client secret: the text that is shown once, 32 random bytes in base64url, and what is stored of it. A digest without
 * a salt is enough: nobody guesses 256 random bits.
 */
export function makeClientSecret(): { text: string; stored: NewClientSecret } {
  const text = randomBytes(SECRET_BYTES).toString('base64url');
  return { text, stored: { id: newId(), sha256: hash('sha256', text, 'base64url') } };
}
