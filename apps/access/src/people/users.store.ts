import type { UserState } from '@gatehouse/contracts';
import type { ProjectionDocument } from '@gatehouse/entities';
import { type Collection, defineCollection } from '@gatehouse/store';
import { copySchema } from './projection-schema.ts';

/** A copy of directory's user. Rebuilt from its topic into a generation of its own, beside this one. */
export type UserCopy = ProjectionDocument<UserState>;
export type Users = Collection<UserCopy>;

/** The generation of their schema: names their collection, and the group that fills it. */
export const USERS = 'users-1';

export const usersCollection = defineCollection<UserCopy>(USERS, copySchema());
