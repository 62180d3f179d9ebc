import { buildEvent, type Origin, type ServiceLinkState } from '@gatehouse/contracts';
import type { EntityDocument } from '@gatehouse/entities';
import { type Collection, change, defineCollection, Schema } from '@gatehouse/store';

/** That a service invited a user, and the answer to the invitation that did. Written once. */
export type ServiceLinkDocument = EntityDocument<ServiceLinkState>;
export type ServiceLinks = Collection<ServiceLinkDocument>;

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
  },
  { minimize: false },
);
schema.index({ 'state.userId': 1, 'state.serviceId': 1 }, { name: 'user' });
schema.index({ 'state.serviceId': 1 }, { name: 'service' });

export const serviceLinksCollection = defineCollection<ServiceLinkDocument>('service-links', schema);

/** Keeps a service link with its event; false where the invitation was answered before. */
export async function linkService(
  { serviceLinks, now }: { serviceLinks: ServiceLinks; now: () => number },
  state: ServiceLinkState,
  origin: Origin,
): Promise<boolean> {
  const { status } = await change(serviceLinks, now, state.id, (current) => {
    if (current !== undefined) return { result: undefined };
    return {
      document: { _id: state.id, state },
      events: ({ version }) => [
        buildEvent('gatehouse.access.service-link.v1', { version, state }, origin, now()),
      ],
      result: undefined,
    };
  });
  return status === 'changed';
}

/** Of whom, and to any of which services. */
export interface Linked {
  userId: string;
  serviceIds: readonly string[];
}

/** Those of a user, whoever lived under the id. */
const linkedTo = ({ userId, serviceIds }: Linked) => ({
  'state.userId': userId,
  'state.serviceId': { in: serviceIds },
  'state.outcome': 'linked',
});

/** A service link of a user, whoever lived under the id then. */
export async function serviceLinkOf(
  serviceLinks: ServiceLinks,
  of: Linked,
): Promise<ServiceLinkState | undefined> {
  return (await serviceLinks.findOne(linkedTo(of)))?.state;
}

/**
 * Whether the person was linked whose life under the id lasts since a version of the user. An older release says only
 * when it was: a version is not before the instant that it was made.
 */
export async function wasLinkedSince(
  serviceLinks: ServiceLinks,
  of: Linked,
  since: number,
): Promise<boolean> {
  const where = linkedTo(of);
  const at = { gte: new Date(since).toISOString() };
  const [byVersion, byInstant] = await Promise.all([
    serviceLinks.findOne({ ...where, 'state.userVersion': { gte: since } }),
    serviceLinks.findOne({ ...where, 'state.userVersion': { exists: false }, 'state.at': at }),
  ]);
  return byVersion !== undefined || byInstant !== undefined;
}
