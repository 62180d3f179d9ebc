import { emailKey, type PresentIdentityProvider } from '@gatehouse/contracts';
import { emailOf, type SignedIn } from '@gatehouse/oidc-client';
import type { Identities } from './identities.store.ts';
import { identityIdOf } from './identity.ts';

/** A user, as far as matching needs one. */
export interface MatchedUser {
  id: string;
  status: 0 | 1;
  email?: string | undefined;
  givenName?: string | undefined;
  language?: 'en' | 'cy' | undefined;
  incarnation?: number | undefined;
}

export interface MatchingParts {
  identities: Identities;
  users: {
    get(id: string): Promise<MatchedUser | undefined>;
    withEmail(key: string): Promise<MatchedUser | undefined>;
  };
  /** Whether who has no account may make one with this address. */
  mayRegister(email: string): Promise<boolean>;
  isEmail(text: string): boolean;
}

/** An account elsewhere that nobody here has. */
export interface Newcomer {
  email: string;
  givenName: string | undefined;
  familyName: string | undefined;
}

/** Who came back; or why nobody did, in a word for the log. */
export type Matched =
  | { kind: 'user'; userId: string; identityId: string; provedEmail: string | undefined }
  | { kind: 'newcomer'; identityId: string; newcomer: Newcomer }
  | {
      kind: 'nobody';
      reason: 'no-email' | 'email-not-verified' | 'may-not-register' | 'user-gone';
    }
  | { kind: 'nobody'; reason: 'not-active'; userId: string };

export type MatchPerson = (
  provider: PresentIdentityProvider,
  signedIn: SignedIn,
  correlationId: string,
) => Promise<Matched>;

/** Finds who came from a provider: by identity, else by address, else as somebody new. */
export function personMatcher({ identities, users, mayRegister, isEmail }: MatchingParts): MatchPerson {
  /** The address that the provider vouches for. */
  function trustedEmail({ trustEmail }: PresentIdentityProvider, { claims, userinfo }: SignedIn) {
    const said = emailOf(claims, userinfo);
    if (said === undefined || !isEmail(said.email)) return { reason: 'no-email' as const };
    if (!said.verified && trustEmail !== 'always') return { reason: 'email-not-verified' as const };
    return { email: said.email };
  }

  async function userNow(
    userId: string,
    identityId: string,
    provedEmail: string | undefined,
  ): Promise<Matched> {
    const user = await users.get(userId);
    if (user === undefined) return { kind: 'nobody', reason: 'user-gone' };
    if (user.status !== 1) return { kind: 'nobody', reason: 'not-active', userId };
    return { kind: 'user', userId, identityId, provedEmail };
  }

  return async (provider, signedIn, correlationId) => {
    const account = { issuer: provider.issuer, subject: signedIn.subject };
    const identityId = identityIdOf(account);
    const { email, reason } = trustedEmail(provider, signedIn);
    const known = await identities.of(account);
    if (known !== undefined) return userNow(known.userId, identityId, email);
    if (email === undefined) return { kind: 'nobody', reason };
    const user = await users.withEmail(emailKey(email));
    if (user === undefined) {
      if (!(await mayRegister(email))) return { kind: 'nobody', reason: 'may-not-register' };
      return { kind: 'newcomer', identityId, newcomer: { email, ...namesOf(signedIn) } };
    }
    if (user.status !== 1) return { kind: 'nobody', reason: 'not-active', userId: user.id };
    const { userId } = await identities.link(
      {
        ...{ ...account, userId: user.id, providerId: provider.id, linkedBy: 'email', correlationId },
        told: {
          ...{ userVersion: user.incarnation ?? 1, providerName: provider.name },
          ...{ givenName: user.givenName, language: user.language },
        },
      },
      'public',
    );
    return checkedAgain({ userId, identityId, email }, correlationId);
  };

  /** The address may have become somebody else's meanwhile, or the person may be gone: then nobody keeps the identity. */
  async function checkedAgain(
    { userId, identityId, email }: { userId: string; identityId: string; email: string },
    correlationId: string,
  ): Promise<Matched> {
    const now = await users.withEmail(emailKey(email));
    if (now?.id === userId) return userNow(userId, identityId, email);
    await identities.remove(userId, identityId, { actor: 'public', correlationId });
    return { kind: 'nobody', reason: 'user-gone' };
  }
}

const LONGEST_NAME = 255;

/** The names that the provider gives, where they can be names. */
function namesOf({ claims, userinfo }: SignedIn): Omit<Newcomer, 'email'> {
  const said = { ...claims, ...userinfo };
  const name = (value: unknown) =>
    typeof value === 'string' && value.length <= LONGEST_NAME ? value : undefined;
  return { givenName: name(said.given_name), familyName: name(said.family_name) };
}
