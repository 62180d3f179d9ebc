import { notFound } from '@gatehouse/errors';
import { activePerson, knownPerson } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';

export interface KnownUserDependencies {
  /** Who is known. */
  projections: { users: { get(id: string): Promise<{ status: number } | undefined> } };
}

/** The user that a path names; one that was just made may not be known yet. */
export async function knownUser({ projections }: KnownUserDependencies, userId: string): Promise<void> {
  if ((await lookUpUntil(() => projections.users.get(userId))) === undefined) {
    throw notFound('There is no such user');
  }
}

/** The person whose token it is: 401 for one who was removed since, 403 for an account that is not in use. */
export async function actingPerson({ projections }: KnownUserDependencies, userId: string): Promise<void> {
  activePerson(knownPerson(await lookUpUntil(() => projections.users.get(userId))));
}
