import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts texts at rest and in transit: AES-256-GCM. It also makes what only it can make again: HMAC-SHA-256. */
export interface Sealer {
  /** Encrypts under the first key. Only an `open` with the same `context` gives the text back. */
  seal(text: string, context: string): string;
  /** Throws SealError when the key is missing, the context is another, or the text was changed. */
  open(sealed: string, context: string): string;
  /** The name of the key that a text was sealed with, where that key is missing here. The name reveals nothing of the key. */
  missingKey(sealed: string): string | undefined;
  /** Keyed hashes of a text for one context (base64url), by each key: the first is to be stored, any may have been. */
  macs(text: string, context: string): readonly string[];
}

/** A sealed text that cannot be opened here. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

interface SealingKey {
  id: string;
  bytes: Buffer;
  macBytes: Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The key and its name come from the text by HKDF (RFC 5869) under different labels, so the name reveals nothing of the key. */
function derive(masterKey: string): SealingKey {
  const part = (label: string, bytes: number) => Buffer.from(hkdfSync('sha256', masterKey, '', label, bytes));
  return {
    id: part('gatehouse sealing key id', 4).toString('hex'),
    bytes: part('gatehouse sealing key', 32),
    macBytes: part('gatehouse mac key', 32),
  };
}

/** `masterKeys`: the first seals, any opens, so a key can be replaced while texts that it sealed are still stored. */
export function createSealer(masterKeys: readonly string[]): Sealer {
  const keys = new Map<string, SealingKey>();
  for (const key of masterKeys.map(derive)) keys.set(key.id, key);
  const [first] = keys.values();
  if (first === undefined) throw new SealError('a sealer needs at least one key');
  const keyNameOf = (sealed: string) => sealed.slice(0, Math.max(sealed.indexOf('.'), 0));
  return {
    seal(text, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', first.bytes, iv);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${first.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, context) {
      const key = keys.get(keyNameOf(sealed));
      if (key === undefined) throw new SealError('sealed with a key that is not at hand');
      const bytes = Buffer.from(sealed.slice(key.id.length + 1), 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) throw new SealError('not a sealed text');
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
        return text.toString('utf8');
      } catch (cause) {
        throw new SealError('sealed for another context, or changed since', { cause });
      }
    },
    missingKey(sealed) {
      const name = keyNameOf(sealed);
      return keys.has(name) ? undefined : name;
    },
    macs: (text, context) =>
      [...keys.values()].map(({ macBytes }) =>
        createHmac('sha256', macBytes).update(`${context}\0${text}`).digest('base64url'),
      ),
  };
}
