import type { UserState } from '@gatehouse/contracts';
import type { ProjectionDocument } from '@gatehouse/entities';
import { type Collection, defineCollection } from '@gatehouse/store';
import { projectionSchema } from './projection-schema.ts';

/** A projection of directory's user. A rebuild fills a generation of its own next to the active one. */
export type UserProjection = ProjectionDocument<UserState>;
export type Users = Collection<UserProjection>;

/** The version of the schema: names the collection and the consumer group that fills it. */
export const USERS = 'users-1';

export const usersCollection = defineCollection<UserProjection>(USERS, projectionSchema());
