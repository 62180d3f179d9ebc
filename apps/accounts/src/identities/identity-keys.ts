import { type AccountIdentityState, emailKey } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';
import { requestOf } from './identity.domain.ts';

/** The same for the same account, always. Issuer and subject are compared exactly. */
export function accountIdentityId(issuer: string, subject: string): string {
  return idFrom('identity', issuer, subject);
}

/** What a recorded legacy subject is found by. */
export function legacyKeyOf(issuer: string, legacySubject: string): string {
  return idFrom('legacy-subject', issuer, legacySubject);
}

/** What an identity is found by. */
export function keysOfIdentity(state: AccountIdentityState) {
  const request = requestOf(state);
  const userId = 'userId' in state ? state.userId : undefined;
  return {
    ...(state.status === 'linked' && { userId: state.userId }),
    ...(state.status === 'linked' && state.linkedBy !== 'own' && { linkedIssuer: state.issuer }),
    ...(state.status === 'linked' && state.linkedBy === 'email' && { emailLink: state.userId }),
    ...('email' in state && state.email !== undefined && { emailKey: emailKey(state.email) }),
    ...('legacySubject' in state &&
      state.legacySubject !== undefined && { legacyKey: legacyKeyOf(state.issuer, state.legacySubject) }),
    ...(state.status === 'moved' && { movedTo: state.movedTo }),
    ...(request !== undefined && { askedAt: Date.parse(request.at) }),
    ...(userId !== undefined && request !== undefined && { askedFor: userId }),
  };
}
