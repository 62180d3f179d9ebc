import { type EventType, listedStatusOf } from '@gatehouse/contracts';
import { grant, request, service } from './audited-access.ts';
import { accountIdentity, accountProvider, attribute } from './audited-accounts.ts';
import { announcement, organisation, user } from './audited-directory.ts';
import { type AuditedEntity, named, not, type StateIn, shown } from './audited-member.ts';
import { identity, identityProvider, signingKeys } from './audited-signin.ts';

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
  'gatehouse.access.request.v1': request,
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
