import type { ServiceState } from '@gatehouse/contracts';
import type { EntityKind } from '@gatehouse/entities';
import { canonicalId } from '@gatehouse/runtime';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  getAll,
  inBatches,
  json,
} from '@gatehouse/store';
import { clientIdKey } from './client-id.domain.ts';
import { keysOfService } from './service.ts';

/** A service, unique by its client id in lower case. A deleted one has no such key. */
const schema = documentSchema({
  state: json<ServiceState>(),
  clientIdKey: String,
});
schema.index({ clientIdKey: 1 }, { name: 'clientIdKey', unique: true });
schema.index({ 'state.parentId': 1 }, { name: 'parent' });
schema.index({ 'state.params.canViewAllUsers': 1 }, { name: 'seesAllUsers' });

export const servicesCollection = defineCollection('services', schema);
export type ServiceDocument = DocumentOf<typeof schema>;
export type Services = Collection<ServiceDocument>;

/** How services are written. */
export function serviceKind(
  collection: Services,
  now: () => number,
): EntityKind<'gatehouse.access.service.v1', ServiceDocument> {
  return { type: 'gatehouse.access.service.v1', collection, keys: keysOfService, now };
}

/** The service of an id; undefined where there is none, or where it was deleted. */
export async function serviceOf(services: Services, id: string): Promise<ServiceState | undefined> {
  const state = (await services.get(id))?.state;
  return state?.removedAt === undefined ? state : undefined;
}

/** The service of an id or a client id, in any case. */
export async function serviceNamed(services: Services, text: string): Promise<ServiceState | undefined> {
  const id = canonicalId(text);
  if (id !== undefined) return serviceOf(services, id);
  return (await services.findOne({ clientIdKey: clientIdKey(text) }))?.state;
}

/** The direct children of a service, however many. */
export async function childrenOf(services: Services, serviceId: string): Promise<ServiceState[]> {
  const batches = inBatches(services, { where: { 'state.parentId': serviceId }, size: 500 });
  return (await Array.fromAsync(batches)).flat().map(({ state }) => state);
}

/** The services that see the data of every user. */
export async function servicesSeeingAll(services: Services): Promise<ServiceState[]> {
  const where = { 'state.params.canViewAllUsers': 'true' };
  const found = (await Array.fromAsync(inBatches(services, { where }))).flat();
  return found.flatMap(({ state }) => (state.removedAt === undefined ? [state] : []));
}

/** Services of some ids. Unknown and deleted ones are left out. */
export async function servicesOf(
  services: Services,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, ServiceState>> {
  const found = [...(await getAll(services, ids)).values()];
  return new Map(found.flatMap(({ _id, state }) => (state.removedAt === undefined ? [[_id, state]] : [])));
}

/** Which services a list has. */
export interface ListedServices {
  /** Whether the platform's own are among them. */
  builtIn: boolean;
}

/** Deleted services have no key. */
function listed({ builtIn }: ListedServices) {
  return { clientIdKey: { gte: '' }, ...(!builtIn && { 'state.builtIn': { exists: false as const } }) };
}

/** Services by client id. Few enough to be counted: relying parties, not people. */
export async function pageOfServices(
  services: Services,
  which: ListedServices,
  { skip, limit }: { skip: number; limit: number },
): Promise<ServiceState[]> {
  const found = await services.find({ where: listed(which), sort: [['clientIdKey', 1]], skip, limit });
  return found.map(({ state }) => state);
}

/** How many services there are. */
export function countServices(services: Services, which: ListedServices): Promise<number> {
  return services.count(listed(which));
}
