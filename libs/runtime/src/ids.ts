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
  return uuidOf(hashOf(parts));
}

/**
 * The same id for the same instant (ISO 8601) and parts, always. Its first 48 bits are the instant, so that ids are in the order of
 * time: what is made by the hundred in a second is then written into neighbouring pages of an index.
 */
export function timedIdFrom(at: string, ...parts: readonly string[]): string {
  const bytes = hashOf([at, ...parts]);
  bytes.writeUIntBE(Date.parse(at), 0, 6);
  return uuidOf(bytes);
}

function hashOf(parts: readonly string[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest().subarray(0, 16);
}

function uuidOf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The canonical (upper case) form of a UUID in any case and of any version; undefined for any other text. */
export function canonicalId(text: string): string | undefined {
  return UUID.test(text) ? text.toUpperCase() : undefined;
}
