/**
 * Remembers the verdicts on the last tokens, in two generations: when the younger is full, the older is dropped. So a
 * client that signs a new token for every request pushes out no more than its share.
 */
export interface TokenMemory<V> {
  get(token: string): V | undefined;
  set(token: string, value: V): void;
}

/** Longer tokens are verified each time, so that memory is bounded in bytes, too. */
const LONGEST_REMEMBERED = 1_024;

export function createTokenMemory<V>(generationSize = 5_000): TokenMemory<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();

  function set(token: string, value: V): void {
    if (token.length > LONGEST_REMEMBERED) return;
    if (young.size >= generationSize) {
      old = young;
      young = new Map();
    }
    young.set(token, value);
  }

  return {
    set,
    get(token) {
      const value = young.get(token);
      if (value !== undefined) return value;
      const older = old.get(token);
      if (older !== undefined) set(token, older);
      return older;
    },
  };
}
