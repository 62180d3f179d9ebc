import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { messageContext, visibleText } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';
import { registrationEmailId } from './registration.ts';

/** Capital letters and digits that nobody takes for another: no 0 and O, no 1, I and L. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 8;
const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A code as it is stored: its HMAC-SHA-256 under a key of its own, which is sealed under the master key. */
export interface StoredCode {
  key: string;
  hash: string;
}

/** What is stored of a link and its code: neither can be made from it. */
export interface StoredSecrets {
  tokenHash: string;
  code: StoredCode;
}

/** The registration and the generation that secrets belong to. */
export interface SecretsOwner {
  registrationId: string;
  generation: number;
}

export type LinkSecrets = ReturnType<typeof createLinkSecrets>;

function makeCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/**
 * A code as it is compared, however it was typed or pasted: full-width characters are the plain ones (NFKC), and case,
 * hyphens and what shows nothing do not count.
 */
export function typedCode(text: string): string {
  return visibleText(text.normalize('NFKC'))
    .replace(/\p{Pd}/gu, '')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** What a link's token is looked up by. 256 random bits need no salt. Undefined for what is no token. */
export function tokenHash(token: string): string | undefined {
  return TOKEN.test(token) ? createHash('sha256').update(token).digest('base64url') : undefined;
}

function hmac(key: string, code: string): Buffer {
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(code).digest();
}

/**
 * The secrets of registrations. A code has few enough possibilities to try them all on a stolen store, so it is hashed
 * under a random key that the store holds only sealed.
 */
export function createLinkSecrets(sealer: Sealer) {
  const codeContext = ({ registrationId, generation }: SecretsOwner) =>
    `registration-code:${registrationId}:${generation}`;
  return {
    /** A new token and code: `sealed` for the notifier, `stored` for the store. */
    make(owner: SecretsOwner): { sealed: string; stored: StoredSecrets } {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const code = makeCode();
      const key = randomBytes(32).toString('base64url');
      const emailContext = messageContext(registrationEmailId(owner.registrationId, owner.generation));
      return {
        sealed: sealer.seal(JSON.stringify({ token, code }), emailContext),
        stored: {
          tokenHash: createHash('sha256').update(token).digest('base64url'),
          code: {
            key: sealer.seal(key, codeContext(owner)),
            hash: hmac(key, code).toString('base64url'),
          },
        },
      };
    },
    /** Whether what was typed is the code; compared in constant time. */
    isCode(typed: string, stored: StoredCode, owner: SecretsOwner): boolean {
      const given = hmac(sealer.open(stored.key, codeContext(owner)), typedCode(typed));
      return timingSafeEqual(given, Buffer.from(stored.hash, 'base64url'));
    },
  };
}
