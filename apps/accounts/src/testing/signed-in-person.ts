import { link, tell } from '../identities/identity.domain.ts';
import { accountIdentityId } from '../identities/identity-keys.ts';
import { type AccountsUnderTest, testId } from './accounts-under-test.ts';

export const TEST_ISSUER = 'https://id.example.org';

let people = 0;

export interface PersonOptions {
  userId?: string;
  mfa?: boolean;
  subject?: string;
  issuer?: string;
  providerSid?: string;
  idTokenIssuedAt?: number;
  /** Null: the provider gave none. */
  email?: string | null;
}

/** Somebody whose identity is known, and who is signed in. */
export async function signedInPerson(
  { accountIdentities, sessions }: Pick<AccountsUnderTest, 'accountIdentities' | 'sessions'>,
  more: PersonOptions = {},
) {
  const {
    subject = `person-${++people}`,
    userId = testId(subject),
    mfa = false,
    issuer = TEST_ISSUER,
  } = more;
  const { email = `${subject}@example.org`, idTokenIssuedAt = 1, providerSid } = more;
  const id = accountIdentityId(issuer, subject);
  const said = { ...(email !== null && { email, emailVerified: true }), correlationId: 'c' };
  await accountIdentities.change(id, { actor: 'operator', correlationId: 'c' }, (current) => {
    const at = new Date().toISOString();
    const known = tell(current, { id, issuer, subject }, said, at);
    return { state: link(known, { userId, linkedBy: 'operator' }, at), result: undefined };
  });
  const begun = { identityId: id, userId, mfa, idTokenIssuedAt, providerSid, idToken: 'a.b.c' };
  const session = await sessions.begin(begun);
  return { ...session, userId, email, identityId: id, subject, issuer };
}
