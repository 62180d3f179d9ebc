import { type EventType, listedStatusOf } from '@gatehouse/contracts';
import { type AuditedEntity, named, not, type StateIn, shown } from './audited-member.ts';

const user: AuditedEntity<StateIn<'gatehouse.directory.user.v1'>> = {
  type: 'user',
  members: {
    ...{ id: not, answered: not, answeredThrough: not, state: not, removedAt: not, incarnation: not },
    ...{ madeBy: not, createdAt: not, updatedAt: not },
    status: shown('status'),
    email: named('email'),
    givenName: named('given_name'),
    familyName: named('family_name'),
    language: named('language'),
    memberships: {
      as: 'items',
      name: 'memberships',
      items: (state) =>
        ('memberships' in state ? state.memberships : []).map(
          ({ organisationId, roleId, incarnation, numericIdentifier, textIdentifier }) => ({
            key: organisationId,
            shown: { organisationId, roleId },
            hidden: [incarnation, numericIdentifier, textIdentifier],
          }),
        ),
    },
  },
};

const organisation: AuditedEntity<StateIn<'gatehouse.directory.organisation.v1'>> = {
  type: 'organisation',
  members: {
    ...{ id: not, createdAt: not, updatedAt: not, removedAt: not },
    name: shown('name'),
    category: shown('category'),
    status: shown('status'),
    type: shown('type'),
    urn: shown('urn'),
    uid: shown('uid'),
    upin: shown('upin'),
    ukprn: shown('ukprn'),
    establishmentNumber: shown('establishmentNumber'),
    companyRegistrationNumber: shown('companyRegistrationNumber'),
    closedOn: shown('closedOn'),
    address: shown('address'),
    telephone: shown('telephone'),
    statutoryLowAge: shown('statutoryLowAge'),
    statutoryHighAge: shown('statutoryHighAge'),
    phaseOfEducation: shown('phaseOfEducation'),
    regionCode: shown('regionCode'),
    legacyId: shown('legacyId'),
    DistrictAdministrativeCode: shown('DistrictAdministrativeCode'),
    DistrictAdministrativeName: shown('DistrictAdministrativeName'),
    providerTypeName: shown('providerTypeName'),
    ProviderProfileID: shown('ProviderProfileID'),
    OpenedOn: shown('OpenedOn'),
    SourceSystem: shown('SourceSystem'),
    GIASProviderType: shown('GIASProviderType'),
    PIMSProviderType: shown('PIMSProviderType'),
    PIMSProviderTypeCode: shown('PIMSProviderTypeCode'),
    PIMSStatus: shown('PIMSStatus'),
    PIMSStatusName: shown('PIMSStatusName'),
    masteringCode: shown('masteringCode'),
    GIASStatus: shown('GIASStatus'),
    GIASStatusName: shown('GIASStatusName'),
    MasterProviderStatusCode: shown('MasterProviderStatusCode'),
    MasterProviderStatusName: shown('MasterProviderStatusName'),
    LegalName: shown('LegalName'),
    associations: shown('associations'),
  },
};

const announcement: AuditedEntity<StateIn<'gatehouse.directory.announcement.v1'>> = {
  type: 'announcement',
  members: {
    ...{ id: not, createdAt: not, updatedAt: not, state: not, removedAt: not },
    serviceId: shown('serviceId'),
    organisationId: shown('organisationId'),
    urn: shown('urn'),
    uid: shown('uid'),
    type: shown('type'),
    title: shown('title'),
    summary: shown('summary'),
    body: shown('body'),
    publishedAt: shown('publishedAt'),
    expiresAt: shown('expiresAt'),
  },
};

const service: AuditedEntity<StateIn<'gatehouse.access.service.v1'>> = {
  type: 'service',
  members: {
    ...{ id: not, builtIn: not, createdAt: not, updatedAt: not, removedAt: not },
    clientId: shown('clientId'),
    name: shown('name'),
    description: shown('description'),
    status: shown('status'),
    redirectUris: shown('redirectUris'),
    parentId: shown('parentId'),
    params: shown('params'),
    roles: shown('roles'),
    policies: shown('policies'),
    // A rotation makes a newest one. That an older one runs out, or is encrypted under another key, is no change.
    secrets: named('apiSecret', ({ secrets: [newest] }) => newest?.id),
    signIn: shown('signIn'),
    clientSecrets: named('clientSecret', ({ clientSecrets }) => clientSecrets?.[0]?.id),
  },
};

const grant: AuditedEntity<StateIn<'gatehouse.access.grant.v1'>> = {
  type: 'grant',
  refersTo: ['userId', 'organisationId', 'serviceId'],
  members: {
    ...{ id: not, userId: not, organisationId: not, serviceId: not, state: not, removedAt: not },
    ...{ membershipIncarnation: not, approvedAt: not, updatedAt: not },
    ...{ userStatus: not, userUpdatedAt: not, membershipUpdatedAt: not },
    roles: shown('roles'),
    identifiers: named('identifiers', (state) =>
      'identifiers' in state && state.identifiers.length > 0 ? state.identifiers : undefined,
    ),
  },
};

const invitation: AuditedEntity<StateIn<'gatehouse.invitations.invitation.v1'>> = {
  type: 'invitation',
  refersTo: ['userId', 'organisationId', 'serviceId'],
  members: {
    ...{ id: not, kind: not, audienceServiceId: not, correlationId: not, createdAt: not, updatedAt: not },
    ...{ registrationId: not, userVersion: not, inform: not, commandRequest: not, eraseOnceOver: not },
    ...{ acceptedAt: not, messages: not, reason: not },
    serviceId: shown('serviceId'),
    organisationId: shown('organisation'),
    status: shown('status', ({ status }) => listedStatusOf[status]),
    userId: shown('userId'),
    expiresAt: shown('expiresAt'),
    sourceId: named('sourceId'),
    email: named('email'),
    givenName: named('given_name'),
    familyName: named('family_name'),
    // A service may write the person's data into these.
    callback: named('callback'),
    userRedirect: named('userRedirect'),
    subjectOverride: named('inviteSubjectOverride'),
    bodyOverride: named('inviteBodyOverride'),
  },
};

const webhook: AuditedEntity<StateIn<'gatehouse.notifier.webhook.v1'>> = {
  type: 'webhook',
  members: {
    ...{ id: not, createdAt: not, updatedAt: not, removedAt: not, messages: not },
    ...{ enabledAt: not, disabledAt: not, failingSince: not, pausedAt: not },
    url: shown('url'),
    events: shown('events'),
    status: shown('status'),
    disabledReason: shown('disabledReason'),
  },
};

const identity: AuditedEntity<StateIn<'gatehouse.signin.identity.v1'>> = {
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

const identityProvider: AuditedEntity<StateIn<'gatehouse.signin.identity-provider.v1'>> = {
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

const signingKeys: AuditedEntity<StateIn<'gatehouse.signin.signing-keys.v1'>> = {
  type: 'signing-keys',
  members: {
    ...{ id: not, updatedAt: not },
    keys: shown('keys', ({ keys }) => keys.map(({ kid, state }) => ({ kid, state }))),
    compromised: shown('compromised', ({ compromised }) => compromised.map(({ kid }) => kid)),
  },
};

const accountIdentity: AuditedEntity<StateIn<'gatehouse.accounts.identity.v1'>> = {
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

const accountProvider: AuditedEntity<StateIn<'gatehouse.accounts.provider.v1'>> = {
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

const attribute: AuditedEntity<StateIn<'gatehouse.accounts.attribute-definition.v1'>> = {
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

/**
 * Every event type, and how its entities are audited; `undefined` where no operator changes them: what other entities do not
 * say already is bookkeeping there. A new event type, or a new member of a state, does not compile without an entry.
 */
export const auditedEntities = {
  'gatehouse.directory.user.v1': user,
  'gatehouse.directory.organisation.v1': organisation,
  'gatehouse.directory.announcement.v1': announcement,
  'gatehouse.access.service.v1': service,
  'gatehouse.access.grant.v1': grant,
  'gatehouse.access.service-link.v1': undefined,
  'gatehouse.access.approvers.v1': undefined,
  // No operator changes them; what they lead to is the user's and the grant's.
  'gatehouse.access.request.v1': undefined,
  // The change itself is the user's.
  'gatehouse.directory.address-change.v1': undefined,
  'gatehouse.access.notice.v1': undefined,
  'gatehouse.invitations.invitation.v1': invitation,
  'gatehouse.invitations.registration.v1': undefined,
  // Sign-ins have records of their own, which are kept for less time.
  'gatehouse.signin.session.v1': undefined,
  'gatehouse.signin.challenge.v1': undefined,
  'gatehouse.signin.identity.v1': identity,
  'gatehouse.signin.identity-provider.v1': identityProvider,
  'gatehouse.signin.signing-keys.v1': signingKeys,
  'gatehouse.accounts.identity.v1': accountIdentity,
  // What a person holds is no operator's to change.
  'gatehouse.accounts.attribute-values.v1': undefined,
  'gatehouse.accounts.provider.v1': accountProvider,
  'gatehouse.accounts.attribute-definition.v1': attribute,
  'gatehouse.notifier.webhook.v1': webhook,
  'gatehouse.notifier.delivery.v1': undefined,
} as const satisfies { readonly [T in EventType]: AuditedEntity<StateIn<T>> | undefined };

type AuditedTable = typeof auditedEntities;
/** The event types whose entities are audited. */
export type AuditedTypes = {
  [T in keyof AuditedTable]: AuditedTable[T] extends undefined ? never : T;
}[keyof AuditedTable];

/** The same as a list. */
export const auditedEventTypes = Object.entries(auditedEntities).flatMap(([type, entry]) =>
  entry === undefined ? [] : [type as AuditedTypes],
);
