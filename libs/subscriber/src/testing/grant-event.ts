import { type BuiltEvent, exampleEvent, exampleIds, grantId, type StateOf } from '@gatehouse/contracts';

type Grant = StateOf<'gatehouse.access.grant.v1'>;

/** An event of a grant, whose id is made of the service's, the organisation's and the user's. */
export function grantEvent(
  members: Partial<Grant> = {},
  options?: Parameters<typeof exampleEvent>[2],
): BuiltEvent {
  const { serviceId = exampleIds.service } = members;
  const { organisationId = exampleIds.organisation, userId = exampleIds.user } = members;
  const id = grantId(serviceId, organisationId, userId);
  return exampleEvent('gatehouse.access.grant.v1', { ...members, id }, options);
}
