import { type DeliveryKind, serviceInPath } from '@gatehouse/contracts';
import type { CallerOf } from '@gatehouse/http';
import { canonicalId } from '@gatehouse/runtime';
import { type ServiceRegistry, serviceInUrl } from '@gatehouse/service-registry';
import type { DeliveryDocument } from './deliveries.store.ts';
import { type KnownDeliveries, noSuchDelivery } from './known-delivery.ts';

export interface OwnDeliveries extends KnownDeliveries {
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
}

/** What a service is sent, and may see. Emails go to people: of these it sees none. */
export const ownKinds = ['callback', 'webhook', 'logout'] as const satisfies DeliveryKind[];
export type OwnKind = (typeof ownKinds)[number];

/** Where a service's own deliveries of some kinds are read. */
export interface OwnDeliveriesPlace<P extends string> {
  path: P;
  kinds: readonly OwnKind[];
}

/** All of them. */
export const allOwn = { path: '/services/:serviceId/deliveries', kinds: ownKinds } as const;
/** Those of its webhook. */
export const ofWebhook = { path: '/services/:serviceId/webhook/deliveries', kinds: ['webhook'] } as const;

export const ownDeliveryParams = { serviceId: serviceInPath };

/**
 * The delivery of the service that a path names. 403 and 404 for the service as `serviceInUrl` says, before anything is said
 * of the delivery; 404 also where it is another service's, or of a kind that the path does not have.
 */
export async function ownDeliveryAt(
  { deliveries, flush, services }: OwnDeliveries,
  { serviceId, deliveryId }: { serviceId: string; deliveryId: string },
  { caller, kinds }: { caller: CallerOf<'client'>; kinds: readonly DeliveryKind[] },
): Promise<DeliveryDocument> {
  const service = await serviceInUrl(services, serviceId, caller);
  const id = canonicalId(deliveryId);
  await flush();
  const found = id === undefined ? undefined : await deliveries.get(id);
  if (found?.state.serviceId !== service.id || !kinds.includes(found.state.kind)) throw noSuchDelivery();
  return found;
}
