import { EMAIL_MAX_LENGTH, isEmailAddress } from '@gatehouse/contracts';
import { invalidRequest } from '@gatehouse/errors';
import { isSubject } from '@gatehouse/oidc-client';
import { z } from 'zod';

const SUBJECT = 'should be 1 to 255 printable ASCII characters';

/** A subject, as ID tokens have it. */
export const subjectText = z.string().refine(isSubject, { error: `legacy_sub ${SUBJECT}` });

/** The subject in a path. Throws a Fault (400) for one that no ID token has. */
export function subjectIn({ subject }: { subject: string }): string {
  if (!isSubject(subject)) throw invalidRequest([`the subject ${SUBJECT}`]);
  return subject;
}

export const pathSubject = z
  .string()
  .describe('The subject: who somebody is at the identity provider. It may hold colons as they are.');

/** What the provider's side says of somebody. */
export const oidcUserBody = z
  .object({
    email: z
      .string({ error: 'email is not a valid email address' })
      .max(EMAIL_MAX_LENGTH, { error: 'email is not a valid email address' })
      .refine(isEmailAddress, { error: 'email is not a valid email address' })
      .nullish()
      .describe('The address. Absent or null: as it was.'),
    email_verified: z
      .boolean({ error: 'email_verified should be true or false' })
      .nullish()
      .describe('Whether the address is proved. Absent or null: as it was.'),
    legacy_sub: subjectText
      .nullish()
      .describe(
        'The former subject. Where the subject is unknown, the identity that was made with this one moves to it.',
      ),
  })
  .meta({ id: 'OidcUserBody', description: 'What the identity provider’s side says of somebody.' });

export const oidcUser = z
  .object({
    sub: z.string().describe('The subject.'),
    email: z.string().nullable().describe('The address; null where none was ever said.'),
    email_verified: z
      .boolean()
      .nullable()
      .describe('Whether the address is proved; null where that was never said.'),
  })
  .meta({ id: 'OidcUser', description: 'What is known of somebody by the provider’s word.' });
