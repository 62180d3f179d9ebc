import { type AuditedEntity, named, not, type StateIn, shown } from './audited-member.ts';

export const service: AuditedEntity<StateIn<'gatehouse.access.service.v1'>> = {
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

export const grant: AuditedEntity<StateIn<'gatehouse.access.grant.v1'>> = {
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

export const request: AuditedEntity<StateIn<'gatehouse.access.request.v1'>> = {
  type: 'request',
  refersTo: ['userId', 'organisationId', 'serviceId'],
  members: {
    ...{ id: not, userVersion: not, messages: not, commandRequest: not, correlationId: not },
    ...{ createdAt: not, updatedAt: not, expiresAt: not },
    userId: shown('userId'),
    organisationId: shown('organisationId'),
    membership: shown('membership'),
    serviceId: shown('serviceId'),
    roles: shown('roles'),
    reason: named('reason'),
    status: shown('status'),
    escalated: shown('escalated'),
    // Its reason is the approver's own words to the person.
    decision: shown('decision', ({ decision }) => decision && { ...decision, reason: undefined }),
    failure: shown('failure'),
  },
};
