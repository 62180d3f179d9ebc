import { lowerAscii } from '@gatehouse/contracts';

/**
 * Which services have a client id. Two may for a moment: when one gives it to another, their records come in any order.
 */
export interface ClientIds {
  /** From the client id `before` to `after`, which is undefined for a deleted service. */
  move(serviceId: string, before: string | undefined, after: string | undefined): void;
  /** The ids of the services that go by the client id, whatever its case. */
  holders(clientId: string): readonly string[];
}

export function createClientIds(): ClientIds {
  const byKey = new Map<string, Set<string>>();
  return {
    move(serviceId, before, after) {
      if (before === after) return;
      if (before !== undefined) {
        const key = lowerAscii(before);
        const holders = byKey.get(key);
        holders?.delete(serviceId);
        if (holders?.size === 0) byKey.delete(key);
      }
      if (after === undefined) return;
      const key = lowerAscii(after);
      const holders = byKey.get(key) ?? new Set();
      byKey.set(key, holders.add(serviceId));
    },
    holders(clientId) {
      return [...(byKey.get(lowerAscii(clientId)) ?? [])];
    },
  };
}
