import { grantId, type HeldGrant } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import type { Grants } from './grants.store.ts';

/** What an operator's path names: a user, in an organisation, for a service. */
export interface GrantNames {
  userId: string;
  organisationId: string;
  serviceId: string;
}

/** The grant that an operator's path names; 404 where there is none, or where it was removed. */
export async function knownGrant(
  grants: Grants,
  { userId, organisationId, serviceId }: GrantNames,
): Promise<HeldGrant> {
  const state = (await grants.get(grantId(serviceId, organisationId, userId)))?.state;
  if (state?.state !== 'granted') throw noSuchGrant();
  return state;
}

export function noSuchGrant() {
  return notFound('There is no such grant');
}
