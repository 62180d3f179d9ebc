import { createHash, randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A new random id: a UUIDv4 in the canonical upper case. */
export function newId(): string {
  return randomUUID().toUpperCase();
}

/**
 * The same id for the same parts, always: a UUIDv8 (RFC 9562, section 5.8) of their SHA-256, in upper case. Each
 * part goes in with its length, so no two lists of parts collide.
 */
export function idFrom(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  const bytes = hash.digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The canonical (upper case) form of a UUID in any case and of any version; undefined for any other text. */
export function canonicalId(text: string): string | undefined {
  return UUID.test(text) ? text.toUpperCase() : undefined;
}
