import { notFound } from '@gatehouse/errors';
import { lookUpUntil } from '@gatehouse/runtime';

export interface KnownUserDependencies {
  /** Who is known. */
  projections: { users: { get(id: string): Promise<object | undefined> } };
}

/** The user that a path names; one that was just made may not be known yet. */
export async function knownUser({ projections }: KnownUserDependencies, userId: string): Promise<void> {
  if ((await lookUpUntil(() => projections.users.get(userId))) === undefined) {
    throw notFound('There is no such user');
  }
}
