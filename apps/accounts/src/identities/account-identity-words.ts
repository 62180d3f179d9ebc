import { instant, type LinkedAccountIdentity, pageOf, uuid } from '@gatehouse/contracts';
import { z } from 'zod';

/** An identity of a user as the operator sees it. */
export const managedAccountIdentity = z
  .object({
    id: uuid.describe('The id of the identity, made from issuer and subject.'),
    issuer: z.string().describe('The issuer of the account.'),
    subject: z.string().describe('The account at the issuer.'),
    linkedBy: z
      .enum(['operator', 'email', 'new', 'own'])
      .describe(
        '`operator`: you linked it. `email`: by a verified email. `new`: the user was made for it. `own`: the platform’s own provider.',
      ),
    email: z.string().nullable().describe('The address, by the provider’s word; null where it gave none.'),
    emailVerified: z.boolean().describe('Whether the provider says that the address is proved.'),
    createdAt: instant.describe('When it was made: ISO 8601 in UTC.'),
    updatedAt: instant.describe('When it last changed: ISO 8601 in UTC.'),
  })
  .meta({ id: 'AccountIdentity', description: 'An account at the provider that is a user’s.' });

export const managedAccountIdentitiesPage = pageOf('identities', managedAccountIdentity, 'accountIdentities');

export function shownIdentity(identity: LinkedAccountIdentity): z.input<typeof managedAccountIdentity> {
  const { email = null, emailVerified = false, subject = '', ...others } = identity;
  return { ...others, subject, email, emailVerified };
}
