import { z } from 'zod';
import { personal } from '../personal.ts';
import { instant, language, uuid, version } from '../primitives.ts';
import { personWords } from '../resources/person-words.ts';

/** A user in an organisation. Part of the user: the two change in one write. */
export const membership = z.object({
  organisationId: uuid.describe('The organisation.'),
  roleId: z.literal([0, 10000]).describe(personWords.organisationRoleId),
  numericIdentifier: personal(z.string())
    .optional()
    .describe('A number that the organisation knows the member by.'),
  textIdentifier: personal(z.string())
    .optional()
    .describe('A text that the organisation knows the member by.'),
  incarnation: version.describe(
    "The user's version at which this membership was made: a membership that is removed and made again is a new incarnation.",
  ),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
});
export type Membership = z.output<typeof membership>;

/** A command request that the user answered: its id, and when it was last sent. */
export const answeredCommandRequest = z.object({
  id: z.string().describe('The id of the command request.'),
  at: instant.describe('When it was last sent.'),
});

const answers = {
  id: uuid.describe(personWords.userId),
  answered: z
    .array(answeredCommandRequest)
    .describe('The last command requests that this entity answered, newest last.'),
  answeredThrough: instant
    .optional()
    .describe('Command requests up to this instant that `answered` no longer lists were answered as well.'),
};

/** A person. Email and names may be absent: later ways of signing in know people without them. */
export const presentUser = z.object({
  ...answers,
  state: z.literal('present').describe('The person is a user.'),
  status: z.literal([0, 1]).describe(personWords.userStatus),
  email: personal(z.string()).optional().describe('The email address.'),
  givenName: personal(z.string()).optional().describe('The given name.'),
  familyName: personal(z.string()).optional().describe('The family name.'),
  language: personal(language)
    .optional()
    .describe('The language that the person last chose; English where it is absent.'),
  madeBy: z
    .literal('accounts')
    .optional()
    .describe(
      'Made for an account at the provider of first-party frontends, which may be without email and names.',
    ),
  memberships: z.array(membership).describe('The organisations that the user is a member of.'),
  incarnation: version
    .optional()
    .describe(
      'The version at which this incarnation of the id began; absent in the first. Data of an earlier incarnation belongs to another person.',
    ),
  createdAt: instant.describe('When the user was made.'),
  updatedAt: instant.describe('When the user last changed.'),
});

/** A person who was removed: nothing personal is left, and the versions go on. */
export const removedUser = z.object({
  ...answers,
  state: z.literal('removed').describe('The person was removed; nothing personal is left.'),
  removedAt: instant.describe('When the person was removed.'),
});

export const userState = z.discriminatedUnion('state', [presentUser, removedUser]);
export type PresentUser = z.output<typeof presentUser>;
export type RemovedUser = z.output<typeof removedUser>;
export type UserState = z.output<typeof userState>;
