import { invalidRequest } from '@gatehouse/errors';
import { faultOfKind } from '@gatehouse/http';
import { ProviderAway, ProviderRefused, type SignedIn } from '@gatehouse/oidc-client';
import type { Logger } from '@gatehouse/runtime';
import type { claimsNoter } from '../attributes/note-claims.ts';
import type { AccountLogouts } from '../backchannel/logouts.store.ts';
import { type DecideUser, type DecidingParts, isStillOf } from '../identities/decide-user.ts';
import { personOf } from '../identities/person.ts';
import { awayFault, type CurrentProvider, type Provider } from '../provider/open-provider.ts';
import type { AccountSessions } from '../sessions/open-sessions.ts';
import { showsMfa } from './mfa.domain.ts';
import type { SignIn, SignIns } from './sign-ins.store.ts';

export interface CompletingParts extends Pick<DecidingParts, 'accountIdentities' | 'users'> {
  signIns: SignIns;
  provider: Provider;
  sessions: AccountSessions;
  logouts: Pick<AccountLogouts, 'endedMeanwhile'>;
  decideUser: DecideUser;
  /** Attributes that are the provider's word. */
  noteClaims: ReturnType<typeof claimsNoter>;
  /** How each ended, for metrics: a word of a closed list. */
  onOutcome(outcome: string): void;
  now: () => number;
}

/** What a frontend was brought back. */
export interface BroughtBack {
  state: string;
  code: unknown;
  iss: unknown;
  error: unknown;
}

export interface CompletedSignIn {
  token: string;
  redirectPath: string | undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';
const LONGEST_SID = 255;

export type CompleteSignIn = (
  brought: BroughtBack,
  context: { correlationId: string; log: Logger },
) => Promise<CompletedSignIn>;

/** From what the provider sent back to a session. Which rule was broken is in the log and in metrics alone. */
export function signInCompleter(parts: CompletingParts): CompleteSignIn {
  const { signIns, provider, sessions, logouts, decideUser, noteClaims, onOutcome, now } = parts;

  return async (brought, { correlationId, log }) => {
    const { state, code, iss, error } = brought;
    const cameAt = now();
    function failed(reason: string, cause?: unknown) {
      log.warn({ reason }, 'nobody is signed in');
      onOutcome(reason);
      return faultOfKind('sign-in-failed', {}, { cause });
    }

    /** The provider's answer to the code; a provider that was never asked leaves the sign-in open. */
    async function redeemed(current: CurrentProvider, signIn: SignIn): Promise<SignedIn> {
      const response = {
        ...(isText(code) && { code }),
        ...(isGiven(iss) && { iss: String(iss) }),
        ...(isGiven(error) && { error: 'given' }),
      };
      try {
        return await current.client.complete(response, { state, ...signIn });
      } catch (refusal) {
        if (refusal instanceof ProviderRefused) throw failed(refusal.reason, refusal);
        if (!(refusal instanceof ProviderAway)) throw refusal;
        current.client.discovery.doubt();
        if (refusal.unsent) await signIns.reopen(state);
        const level = refusal.misfit ? 'error' : 'warn';
        log[level]({ reason: refusal.words }, 'the identity provider gave no usable answer');
        onOutcome('provider-away');
        throw awayFault(refusal);
      }
    }

    const used = await signIns.use(state, isText(code) || isGiven(error));
    if (used.status === 'refused') throw failed(used.reason);
    if (used.status === 'incomplete') throw invalidRequest(['code is missing']);
    const { signIn } = used;
    const current = await provider.current();
    const { issuer, clientId } = current.provider;
    if (signIn.issuer !== issuer || signIn.clientId !== clientId) throw failed('provider-changed');
    const signedIn = await redeemed(current, signIn);
    const mfa = showsMfa(signedIn.claims, current.provider.mfa);
    if (signIn.mfa && !mfa) throw failed('mfa-not-shown');
    const decided = await decideUser(current.provider, personOf(signedIn), correlationId);
    if (decided.status === 'refused') throw failed(decided.reason);
    const { identity } = decided;
    const { claims: idToken, userinfo } = signedIn;
    const origin = { actor: 'public', correlationId };
    await noteClaims(identity.userId, { userinfo, idToken }, origin);
    const { iat, sid } = idToken;
    const begunAs = {
      idTokenIssuedAt: iat as number,
      ...(isText(sid) && sid.length <= LONGEST_SID && { providerSid: sid }),
    };
    const begun = await sessions.begin({
      ...{ identityId: identity.id, userId: identity.userId, mfa, idToken: signedIn.idToken },
      ...begunAs,
    });
    // Who went meanwhile ended the sessions that there were then.
    if (!(await isStillOf(parts, identity))) {
      await sessions.end(begun.id, 'identity-removed');
      throw failed('identity-gone');
    }
    if (await logouts.endedMeanwhile({ ...begunAs, identityId: identity.id, cameAt })) {
      await sessions.end(begun.id, 'provider');
      throw failed('logged-out-meanwhile');
    }
    onOutcome('signed-in');
    return { token: begun.token, redirectPath: signIn.redirectPath };
  };
}
