import type { ChangeEvent, ToldEvent } from './change-events.domain.ts';

/** Events that differ by the organisation alone, and concern the same services. */
export interface ToldGroup {
  first: ChangeEvent;
  /** Of the same events about other organisations. */
  also: ChangeEvent[];
  serviceIds: readonly string[];
}

function likenessOf({ event: { type, data }, serviceIds }: ToldEvent): string {
  return JSON.stringify([type, { ...data, organisationId: undefined }, serviceIds]);
}

/** What is told, without what nobody is told; events that differ by their organisation stand together. */
export function groupsOf(told: readonly ToldEvent[]): ToldGroup[] {
  const groups = new Map<string, ToldGroup>();
  for (const each of told) {
    const { event, serviceIds } = each;
    if (serviceIds.length === 0) continue;
    const likeness = likenessOf(each);
    const group = groups.get(likeness);
    if (group === undefined) groups.set(likeness, { first: event, also: [], serviceIds });
    else group.also.push(event);
  }
  return [...groups.values()];
}
