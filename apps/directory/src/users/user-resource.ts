import { type PresentUser, personWords, uuid } from '@gatehouse/contracts';
import { z } from 'zod';
import { email, filledText, userStatus } from '../resources/fields.ts';
import type { Person } from './user.ts';

const words = {
  email: 'The email address of the user. No two users have the same, whatever the letter case.',
  given_name: 'The given name of the user.',
  family_name: 'The family name of the user.',
  status: personWords.userStatus,
};

/** The body of an operator's request that makes or replaces a user. */
export const userBody = z
  .strictObject({
    email: email.describe(words.email),
    given_name: filledText().describe(words.given_name),
    family_name: filledText().describe(words.family_name),
    status: userStatus.default(1).describe(words.status),
  })
  .meta({ id: 'UserBody', description: 'The body that makes or replaces a user.' });

/** A user as operators see it. */
export const userResource = z
  .object({
    id: uuid.describe(personWords.userId),
    email: z.string().nullable().describe(personWords.email),
    given_name: z.string().nullable().describe(personWords.givenName),
    family_name: z.string().nullable().describe(personWords.familyName),
    status: userStatus.describe(words.status),
  })
  .meta({ id: 'User', description: 'A user as operators see the person.' });

/** The person that a body describes. */
export function personOf(body: z.output<typeof userBody>): Person {
  return {
    email: body.email,
    givenName: body.given_name,
    familyName: body.family_name,
    status: body.status,
  };
}

/** The resource that shows a user. */
export function userResourceOf(user: PresentUser): z.input<typeof userResource> {
  return {
    id: user.id,
    email: user.email ?? null,
    given_name: user.givenName ?? null,
    family_name: user.familyName ?? null,
    status: user.status,
  };
}
