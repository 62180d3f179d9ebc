import { type AuditedEntity, named, not, type StateIn, shown } from './audited-member.ts';

export const identity: AuditedEntity<StateIn<'gatehouse.signin.identity.v1'>> = {
  type: 'identity',
  refersTo: ['userId'],
  members: {
    ...{ id: not, kind: not, userId: not, status: not, createdAt: not, removedAt: not, messages: not },
    providerId: shown('identityProviderId'),
    issuer: shown('issuer'),
    subject: named('subject'),
    linkedBy: shown('linkedBy'),
  },
};

export const identityProvider: AuditedEntity<StateIn<'gatehouse.signin.identity-provider.v1'>> = {
  type: 'identity-provider',
  members: {
    ...{ id: not, kind: not, state: not, createdAt: not, updatedAt: not, removedAt: not },
    name: shown('name'),
    issuer: shown('issuer'),
    clientId: shown('clientId'),
    clientSecret: named('clientSecret'),
    scopes: shown('scopes'),
    trustEmail: shown('trustEmail'),
    mfa: shown('mfa'),
    services: shown('services'),
    status: shown('status'),
  },
};

export const signingKeys: AuditedEntity<StateIn<'gatehouse.signin.signing-keys.v1'>> = {
  type: 'signing-keys',
  members: {
    ...{ id: not, updatedAt: not },
    keys: shown('keys', ({ keys }) => keys.map(({ kid, state }) => ({ kid, state }))),
    compromised: shown('compromised', ({ compromised }) => compromised.map(({ kid }) => kid)),
  },
};
