const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The partition of a key among `partitions`: murmur2 of its UTF-8 bytes, as Kafka's own producer and those of other
 * languages choose it by default, so that whoever else writes to a topic keeps the order of a key.
 */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

/** Austin Appleby's MurmurHash2 with the seed that Kafka uses; a signed 32-bit number. */
export function murmur2(bytes: Buffer): number {
  let hash = SEED ^ bytes.length;
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    const mixed = Math.imul(bytes.readInt32LE(at), M);
    hash = Math.imul(hash, M) ^ Math.imul(mixed ^ (mixed >>> 24), M);
  }
  if (whole < bytes.length) {
    hash = Math.imul(hash ^ bytes.readUIntLE(whole, bytes.length - whole), M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}
