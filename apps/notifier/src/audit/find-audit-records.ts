import { canonicalId } from '@gatehouse/runtime';
import type { Filter } from '@gatehouse/store';
import type { AuditRecordDocument, AuditRecords } from './audit-records.store.ts';
import type { AuditedType } from './audited-member.ts';

export interface AuditSearch {
  actor?: string | undefined;
  entity?: string | undefined;
  type?: AuditedType | undefined;
  /** Instants as ISO 8601 in UTC. */
  since?: string | undefined;
  until?: string | undefined;
}

/** How many records a search finds, and those of a page, the newest first. */
export interface FoundAuditRecords {
  count: number;
  read(skip: number, limit: number): Promise<AuditRecordDocument[]>;
}

/** The types whose entities are found by their own id alone: no other record has their ids among its keys. */
const FOUND_ALONE = [
  'grant',
  'invitation',
  'announcement',
  'request',
  'webhook',
] as const satisfies AuditedType[];
const AFTER_ALL_KEYS = '~';

/** Ids are stored in upper case; a grant's is three of them. */
function entityIdOf(text: string): string {
  return text
    .split(':')
    .map((part) => canonicalId(part) ?? part)
    .join(':');
}

/** The filters of a search: no record meets two of them. */
function filtersOf({ actor, entity, type, since = '', until = AFTER_ALL_KEYS }: AuditSearch): Filter[] {
  const where: Filter = {
    ...(actor !== undefined && { actor }),
    ...(type !== undefined && { entityType: type }),
    sortKey: { gte: since, lt: until },
  };
  if (entity === undefined) return [where];
  const id = entityIdOf(entity);
  const byOwnId = { entityKey: id, ...where };
  if (type === 'user' || type === 'organisation' || type === 'service') return [byOwnId];
  return [
    { userKey: id, ...where },
    { organisationKey: id, ...where },
    { serviceKey: id, ...where },
    { ...byOwnId, ...(type === undefined && { entityType: { in: FOUND_ALONE } }) },
  ];
}

/** Each filter has an index that also bears the order. An id is nearly always found by one of them only. */
export async function findAuditRecords(
  collection: Pick<AuditRecords, 'find' | 'count'>,
  search: AuditSearch,
): Promise<FoundAuditRecords> {
  const filters = filtersOf(search);
  const counts = await Promise.all(filters.map((where) => collection.count(where)));
  const matching = filters.filter((_, index) => counts[index] !== 0);
  const list = (where: Filter, skip: number, limit: number) =>
    collection.find({ where, sort: [['sortKey', -1]], skip, limit });
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    async read(skip, limit) {
      const [only, another] = matching;
      if (only === undefined) return [];
      if (another === undefined) return list(only, skip, limit);
      const found = (await Promise.all(matching.map((where) => list(where, 0, skip + limit)))).flat();
      return found.sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1)).slice(skip, skip + limit);
    },
  };
}
