import { lowerAscii } from '@gatehouse/contracts';

/**
 * Which services go by a client id. Two may for a moment: when a client id passes from one to another, their records
 * come by different ways, in no order.
 */
export interface ClientIds {
  /** `before` is what the service went by until now; `after` is undefined for one that was deleted. */
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
