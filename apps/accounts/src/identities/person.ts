import { isBlank, isEmailAddress, isPlainText } from '@gatehouse/contracts';
import { type Claims, emailOf, isSubject, type SignedIn } from '@gatehouse/oidc-client';

/** Who signed in, as far as the provider's word can be taken. */
export interface ProvidersPerson {
  subject: string;
  email?: { address: string; verified: boolean } | undefined;
  legacySubject?: string | undefined;
  givenName?: string | undefined;
  familyName?: string | undefined;
}

const LONGEST_NAME = 255;

function nameIn({ claims, userinfo }: Pick<SignedIn, 'claims' | 'userinfo'>, claim: string) {
  const value = ({ ...claims, ...userinfo } as Claims)[claim];
  if (typeof value !== 'string' || value.length > LONGEST_NAME) return undefined;
  return isBlank(value) || !isPlainText(value, 'one line') ? undefined : value.trim();
}

/** What is no address, name or subject is left out, and the sign-in goes on. */
export function personOf(signedIn: Pick<SignedIn, 'subject' | 'claims' | 'userinfo'>): ProvidersPerson {
  const said = emailOf(signedIn.claims, signedIn.userinfo);
  const legacy = signedIn.userinfo?.legacy_subject_id ?? signedIn.claims.legacy_subject_id;
  return {
    subject: signedIn.subject,
    email: said && isEmailAddress(said.email) ? { address: said.email, verified: said.verified } : undefined,
    legacySubject: isSubject(legacy) ? legacy : undefined,
    givenName: nameIn(signedIn, 'given_name'),
    familyName: nameIn(signedIn, 'family_name'),
  };
}
