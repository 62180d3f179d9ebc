import { type AuditedEntity, named, not, type StateIn, shown } from './audited-member.ts';

export const accountIdentity: AuditedEntity<StateIn<'gatehouse.accounts.identity.v1'>> = {
  type: 'account-identity',
  refersTo: ['userId'],
  members: {
    ...{ id: not, userId: not, createdAt: not, updatedAt: not, removedAt: not, movedAt: not },
    ...{ messages: not, commandRequest: not },
    status: shown('status'),
    issuer: shown('issuer'),
    subject: named('subject'),
    legacySubject: named('legacy_sub'),
    email: named('email'),
    emailVerified: shown('email_verified'),
    linkedBy: shown('linkedBy'),
    movedTo: shown('movedTo'),
    metUserId: shown('metUserId'),
  },
};

export const accountProvider: AuditedEntity<StateIn<'gatehouse.accounts.provider.v1'>> = {
  type: 'account-provider',
  members: {
    ...{ id: not, kind: not, updatedAt: not },
    // Parameters may be as good as a secret: their change is told by the record's name alone.
    named: shown('provider', ({ named: provider }) => {
      if (provider === undefined) return undefined;
      const { issuer, clientId, redirectUri, postLogoutRedirectUri, authentication, linksByEmail } = provider;
      return { issuer, clientId, redirectUri, postLogoutRedirectUri, authentication, linksByEmail };
    }),
    own: shown('redirect'),
    keys: shown('keys', ({ keys }) => keys.map(({ kid, signsFrom }) => ({ kid, signsFrom }))),
  },
};

export const attribute: AuditedEntity<StateIn<'gatehouse.accounts.attribute-definition.v1'>> = {
  type: 'attribute',
  members: {
    ...{ id: not, kind: not, status: not, incarnation: not, createdAt: not, updatedAt: not, removedAt: not },
    type: shown('type'),
    claim: shown('claim'),
    writable: shown('writable'),
    mfa: shown('mfa'),
    readers: shown('readers'),
    writers: shown('writers'),
  },
};
