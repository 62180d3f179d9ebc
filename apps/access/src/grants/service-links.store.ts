import type { Origin, ServiceLinkState } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  inBatches,
  json,
} from '@gatehouse/store';

/** That a service invited a user, and the reply to the invitation's command request. Written once. */
const schema = documentSchema({
  state: json<ServiceLinkState>(),
});
schema.index({ 'state.userId': 1, 'state.serviceId': 1 }, { name: 'user' });
schema.index({ 'state.serviceId': 1 }, { name: 'service' });

export const serviceLinksCollection = defineCollection('service-links', schema);
export type ServiceLinkDocument = DocumentOf<typeof schema>;
export type ServiceLinks = Collection<ServiceLinkDocument>;

/** Stores a service link with its event; false where the invitation has its reply already. */
export async function linkService(
  { serviceLinks, now }: { serviceLinks: ServiceLinks; now: () => number },
  state: ServiceLinkState,
  origin: Origin,
): Promise<boolean> {
  const kind = {
    type: 'gatehouse.access.service-link.v1',
    collection: serviceLinks,
    keys: () => ({}),
    now,
  } as const;
  const { status } = await changeEntity(kind, state.id, origin, (current) => ({
    state: current === undefined ? state : undefined,
    result: undefined,
  }));
  return status === 'changed';
}

/** The service links of some users. */
export async function linksOf(
  serviceLinks: ServiceLinks,
  userIds: readonly string[],
): Promise<ServiceLinkState[]> {
  const where = { 'state.userId': { in: userIds }, 'state.outcome': 'linked' };
  return (await Array.fromAsync(inBatches(serviceLinks, { where }))).flat().map(({ state }) => state);
}

/** Whether any of some services invited the person who now lives under a user's id, in this incarnation. */
export async function isLinked(
  serviceLinks: ServiceLinks,
  of: { userId: string; serviceIds: readonly string[]; incarnation: number },
): Promise<boolean> {
  const found = await serviceLinks.findOne({
    'state.userId': of.userId,
    'state.serviceId': { in: of.serviceIds },
    'state.outcome': 'linked',
    'state.userVersion': { gte: of.incarnation },
  });
  return found !== undefined;
}
