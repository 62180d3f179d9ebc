import { emailKey, emailOf, type LinkedAccountIdentity, type Origin } from '@gatehouse/contracts';
import { unavailable } from '@gatehouse/errors';
import { canonicalId, idFrom, newId } from '@gatehouse/runtime';
import { StoreError } from '@gatehouse/store';
import type { KnownUser, UsersProjection } from '../people/users.store.ts';
import { type Linking, link, presentIdentity, tell } from './identity.domain.ts';
import { accountIdentityId } from './identity-keys.ts';
import { type MovingParts, moveByLegacySubject } from './move-identity.ts';
import type { ProvidersPerson } from './person.ts';

/** The provider, as far as deciding needs it. */
export interface KnownProvider {
  issuer: string;
  /** Whether the operator named it: else it is the platform's own, whose subjects are users' ids. */
  isNamed: boolean;
  linksByEmail: boolean;
}

export interface DecidingParts extends MovingParts {
  users: UsersProjection;
  /** Whether all of directory's log was seen, within a while. */
  usersReachEnd(timeoutMs: number): Promise<boolean>;
  /** Somebody has the email and another identity: a new user is made. */
  onMet(): void;
}

/** Whose the identity is; or why nobody is signed in, in a word for the log. */
export type DecidedUser =
  | { status: 'signed-in'; identity: LinkedAccountIdentity }
  | { status: 'refused'; reason: 'subject-no-user' | 'user-deactivated' | 'user-removed' };

const REACH_END_MS = 2_000;
const ATTEMPTS = 10;
const PUBLIC = 'public';

export type DecideUser = (
  provider: KnownProvider,
  person: ProvidersPerson,
  correlationId: string,
) => Promise<DecidedUser>;

/** Decides at the first sign-in of an identity, once and for all, which user it is; notes at each what the provider says. */
export function userDecider(parts: DecidingParts): DecideUser {
  const { accountIdentities, users, usersReachEnd, onMet, now } = parts;

  /** The email that may lead to a user of the directory. */
  function linkingEmail({ linksByEmail }: KnownProvider, { email }: ProvidersPerson): string | undefined {
    return linksByEmail && email?.verified === true ? email.address : undefined;
  }

  /** Rule 2, unless another identity is the user's; else rule 3. */
  async function linkingOf(
    provider: KnownProvider,
    person: ProvidersPerson,
    { id, mayLink, correlationId }: { id: string; mayLink: boolean; correlationId: string },
  ): Promise<Linking | 'user-deactivated'> {
    const at = new Date(now()).toISOString();
    const email = linkingEmail(provider, person);
    if (email !== undefined && !(await usersReachEnd(REACH_END_MS))) throw unavailable();
    const holder = email === undefined ? undefined : await users.withEmail(emailKey(email));
    if (holder !== undefined) {
      const others = await accountIdentities.ofUser(holder.id);
      const isFree = mayLink && others.every(({ linkedBy }) => linkedBy === 'own');
      if (isFree && holder.status !== 1) return 'user-deactivated';
      if (isFree) return byEmail(provider, holder, { id, at, correlationId });
      onMet();
    }
    const { givenName, familyName } = person;
    return {
      ...{ userId: newId(), linkedBy: 'new' },
      ...(holder !== undefined && { metUserId: holder.id }),
      commandRequest: {
        ...{ id: newId(), at, firstAt: at, ask: 'make' },
        ...(email !== undefined && holder === undefined && { email }),
        ...(givenName !== undefined && { givenName }),
        ...(familyName !== undefined && { familyName }),
      },
    };
  }

  function byEmail(
    { issuer }: KnownProvider,
    { id: userId, incarnation = 1, givenName, language }: KnownUser,
    { id, at, correlationId }: { id: string; at: string; correlationId: string },
  ): Linking {
    const message = emailOf('identity-linked', {
      ...{ id: idFrom('account-linked', id, at), at, correlationId },
      recipient: { userId, userVersion: incarnation },
      data: {
        ...{ providerName: new URL(issuer).host, at },
        ...(givenName !== undefined && { givenName }),
        ...(language !== undefined && { language }),
      },
    });
    return { userId, linkedBy: 'email', messages: [message] };
  }

  /** The email of a user that accounts made follows the provider's. */
  async function emailToFollow(
    provider: KnownProvider,
    person: ProvidersPerson,
    known: LinkedAccountIdentity | undefined,
  ): Promise<string | undefined> {
    const email = linkingEmail(provider, person);
    if (email === undefined || known === undefined || known.commandRequest !== undefined) return undefined;
    const user = await users.get(known.userId);
    if (user?.isOfAccounts !== true || user.email === email) return undefined;
    const holder = await users.withEmail(emailKey(email));
    return holder === undefined || holder.id === user.id ? email : undefined;
  }

  return async (provider, person, correlationId) => {
    const { issuer } = provider;
    const { subject, email } = person;
    const origin: Origin = { actor: PUBLIC, correlationId };
    const id = accountIdentityId(issuer, subject);
    const account = { id, issuer, subject };
    const ownUser = provider.isNamed ? undefined : canonicalId(subject);
    if (!provider.isNamed && ownUser === undefined) return { status: 'refused', reason: 'subject-no-user' };
    if (provider.isNamed) await moveByLegacySubject(parts, account, person.legacySubject, origin);

    let mayLink = true;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await accountIdentities.linked(id);
      const linking: Linking | 'user-deactivated' | undefined =
        known !== undefined
          ? undefined
          : ownUser !== undefined
            ? { userId: ownUser, linkedBy: 'own' }
            : await linkingOf(provider, person, { id, mayLink, correlationId });
      if (linking === 'user-deactivated') return { status: 'refused', reason: linking };
      const status = await users.statusOf(known?.userId ?? linking?.userId ?? '');
      if (status === 'deactivated' || status === 'removed')
        return { status: 'refused', reason: `user-${status}` };
      const holder =
        email === undefined ? undefined : await accountIdentities.withEmail(emailKey(email.address));
      const isLeftOut = holder !== undefined && holder.id !== id && email?.verified !== true;
      const told = {
        ...(!isLeftOut && email && { email: email.address, emailVerified: email.verified }),
        ...(person.legacySubject !== undefined && { legacySubject: person.legacySubject }),
        correlationId,
      };
      const follow = await emailToFollow(provider, person, known);
      const at = new Date(now()).toISOString();
      const requestId = newId();
      const taking = { email: told.email, mayTake: email?.verified === true };
      const written = await accountIdentities.changeTaking(id, origin, taking, (current) => {
        const state = tell(current, account, told, at);
        const linked = linking === undefined ? state : link(state, linking, at);
        // Taken away meanwhile: decided anew.
        if (linked.status !== 'linked') return { result: undefined };
        if (follow === undefined || linked.commandRequest !== undefined)
          return { state: linked, result: linked };
        const commandRequest = { id: requestId, at, firstAt: at, ask: 'email' as const, email: follow };
        const asking: LinkedAccountIdentity = { ...linked, commandRequest, updatedAt: at };
        return { state: asking, result: asking };
      });
      if (written.taken === 'email-link') mayLink = false;
      if (written.taken !== undefined || written.result === undefined) continue;
      return { status: 'signed-in', identity: written.result };
    }
    throw new StoreError(`identities: one changed ${ATTEMPTS} times`, { retryable: true });
  };
}

/** Whether an identity is still there, and the same user's. */
export async function isStillOf(
  { accountIdentities, users }: Pick<DecidingParts, 'accountIdentities' | 'users'>,
  { id, userId }: Pick<LinkedAccountIdentity, 'id' | 'userId'>,
): Promise<boolean> {
  const now = presentIdentity(await accountIdentities.get(id));
  if (now?.status !== 'linked' || now.userId !== userId) return false;
  return !['deactivated', 'removed'].includes(await users.statusOf(userId));
}
