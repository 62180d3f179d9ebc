import { z } from 'zod';
import { instant, language, uuid, version } from '../primitives.ts';

/** A user in an organisation. Part of the user: the two change in one write. */
export const membership = z.object({
  organisationId: uuid,
  /** 0 end user, 10000 approver. */
  roleId: z.literal([0, 10000]),
  numericIdentifier: z.string().optional(),
  textIdentifier: z.string().optional(),
  /** The user's version at which this membership was made: a membership taken away and made again is another one. */
  since: version,
  createdAt: instant,
  updatedAt: instant,
});
export type Membership = z.output<typeof membership>;

/** An ask that the user has answered, by its id and when it was last asked. */
export const answeredAsk = z.object({ id: z.string(), at: instant });

const answers = {
  id: uuid,
  /** The last asks answered by this entity, newest last. */
  answered: z.array(answeredAsk),
  /** Asks at or before this instant that `answered` no longer lists are answered all the same. */
  answeredThrough: instant.optional(),
};

/** A person. Email and names may be absent: later ways of signing in know people without them. */
export const presentUser = z.object({
  ...answers,
  state: z.literal('present'),
  /** 1 active, 0 deactivated. */
  status: z.literal([0, 1]),
  email: z.string().optional(),
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  /** The language that the person last chose; English where it is absent. */
  language: language.optional(),
  memberships: z.array(membership),
  /** The version at which this life of the id began; absent in its first. What was of the person before it is not theirs. */
  since: version.optional(),
  createdAt: instant,
  updatedAt: instant,
});

/** A person who was removed: nothing personal is left, and the versions go on. */
export const removedUser = z.object({ ...answers, state: z.literal('removed'), removedAt: instant });

export const userState = z.discriminatedUnion('state', [presentUser, removedUser]);
export type PresentUser = z.output<typeof presentUser>;
export type RemovedUser = z.output<typeof removedUser>;
export type UserState = z.output<typeof userState>;
