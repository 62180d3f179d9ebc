import type { ServiceState } from '@gatehouse/contracts';
import type { EntityDocument, EntityKind } from '@gatehouse/entities';
import { canonicalId } from '@gatehouse/runtime';
import { type Collection, defineCollection, Schema } from '@gatehouse/store';
import { clientIdKey } from './client-id.domain.ts';
import { keysOfService } from './service.ts';

/** A service, unique by its client id in lower case; a deleted one has no such key. */
export interface ServiceDocument extends EntityDocument<ServiceState> {
  clientIdKey?: string;
}

export type Services = Collection<ServiceDocument>;

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
    clientIdKey: String,
  },
  { minimize: false },
);
schema.index({ clientIdKey: 1 }, { name: 'clientIdKey', unique: true });
schema.index({ 'state.parentId': 1 }, { name: 'parent' });

export const servicesCollection = defineCollection<ServiceDocument>('services', schema);

/** How services are written. */
export function serviceKind(
  collection: Services,
  now: () => number,
): EntityKind<'gatehouse.access.service.v1', ServiceDocument> {
  return { type: 'gatehouse.access.service.v1', collection, keys: keysOfService, now };
}

/** The service of an id; undefined where there is none, or none any more. */
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

const CHILDREN_AT_A_TIME = 500;

/** The services whose parent a service is: its direct children, however many. */
export async function childrenOf(services: Services, serviceId: string): Promise<ServiceState[]> {
  const children: ServiceState[] = [];
  for (;;) {
    const found = await services.find({
      where: { 'state.parentId': serviceId },
      sort: [['_id', 1]],
      skip: children.length,
      limit: CHILDREN_AT_A_TIME,
    });
    children.push(...found.map(({ state }) => state));
    if (found.length < CHILDREN_AT_A_TIME) return children;
  }
}

/** Services by client id. Few enough to be counted: relying parties, not people. */
export async function pageOfServices(
  services: Services,
  { skip, limit }: { skip: number; limit: number },
): Promise<ServiceState[]> {
  const found = await services.find({ where: PRESENT, sort: [['clientIdKey', 1]], skip, limit });
  return found.map(({ state }) => state);
}

/** Deleted ones have no key. */
const PRESENT = { clientIdKey: { gte: '' } };

/** How many services there are. */
export function countServices(services: Services): Promise<number> {
  return services.count(PRESENT);
}

const IDS_AT_A_TIME = 1_000;

/** Services by their ids; those that there are not are left out. */
export async function servicesOf(
  services: Services,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ServiceState>> {
  const byId = new Map<string, ServiceState>();
  for (let from = 0; from < ids.length; from += IDS_AT_A_TIME) {
    const found = await services.getMany(ids.slice(from, from + IDS_AT_A_TIME));
    for (const { state } of found) if (state.removedAt === undefined) byId.set(state.id, state);
  }
  return byId;
}

const SERVICES_AT_A_TIME = 100;

/** The ids of all services, in order. */
export async function* allServices(services: Services): AsyncGenerator<string> {
  for (let after = ''; ; ) {
    const found = await services.find({
      where: { _id: { gt: after } },
      sort: [['_id', 1]],
      limit: SERVICES_AT_A_TIME,
    });
    for (const { _id } of found) yield _id;
    const last = found.at(-1);
    if (last === undefined || found.length < SERVICES_AT_A_TIME) return;
    after = last._id;
  }
}
