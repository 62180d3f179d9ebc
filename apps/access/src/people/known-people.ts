import type { OrganisationState, PresentUser } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import type { Organisations } from './organisations.store.ts';
import type { Users } from './users.store.ts';

/** The user that a path names, or undefined for one who is unknown or removed. */
export async function presentUser(users: Users, id: string): Promise<PresentUser | undefined> {
  const user = (await users.get(id))?.state;
  return user?.state === 'present' ? user : undefined;
}

/** The organisation that a path names, or undefined for one that is unknown or deleted. */
export async function presentOrganisation(
  organisations: Organisations,
  id: string,
): Promise<OrganisationState | undefined> {
  const state = (await organisations.get(id))?.state;
  return state?.removedAt === undefined ? state : undefined;
}

/** 404 for what a path names and does not exist. */
export function known<T>(what: 'user' | 'organisation', value: T | undefined): T {
  if (value === undefined) throw notFound(`There is no such ${what}`);
  return value;
}
