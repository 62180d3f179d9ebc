import type { Filter } from '@gatehouse/store';
import type { Grants } from './grants.store.ts';

/** So many grants are read to find the services in some organisations; where there are more, services are looked for instead. */
const FEW = 300;

/** The services to which somebody holds a grant in one organisation: two steps for each, however many hold one. */
async function servicesIn(
  grants: Grants,
  organisationId: string,
  serviceId: { gt?: string; lt?: string },
): Promise<string[]> {
  const where: Filter = {
    'state.organisationId': organisationId,
    'state.serviceId': { gt: '', ...serviceId },
    'state.state': 'granted',
  };
  const found = (await grants.findOne(where))?.state.serviceId;
  if (found === undefined) return [];
  const [before, after] = await Promise.all([
    servicesIn(grants, organisationId, { ...serviceId, lt: found }),
    servicesIn(grants, organisationId, { ...serviceId, gt: found }),
  ]);
  return [...before, found, ...after];
}

/** The services to which somebody holds a grant in some organisations, by organisation. */
export async function servicesGrantedIn(
  grants: Grants,
  organisationIds: readonly string[],
): Promise<ReadonlyMap<string, Iterable<string>>> {
  const where = { 'state.organisationId': { in: organisationIds }, 'state.state': 'granted' };
  const some = await grants.find({ where, limit: FEW });
  if (some.length < FEW) {
    const byOrganisation = Map.groupBy(some, ({ state }) => state.organisationId);
    return new Map(
      [...byOrganisation].map(([id, documents]) => [
        id,
        new Set(documents.map(({ state }) => state.serviceId)),
      ]),
    );
  }
  const found = new Map<string, string[]>();
  // One after the other: many at once would keep other calls waiting.
  for (const id of organisationIds) found.set(id, await servicesIn(grants, id, {}));
  return found;
}
