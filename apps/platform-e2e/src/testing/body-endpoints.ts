import { randomUUID } from 'node:crypto';
import { newId, type Scene } from './scene.ts';

/** The kind of a member, for sending something else. */
export type Kind = 'text' | 'code' | 'number' | 'list' | 'object' | 'text or number';

export interface Member {
  kind: Kind;
  required?: boolean;
  /** The name in its faults, where that differs. */
  named?: string;
  /** A valid value, new for each request. */
  valid: (scene: Scene) => unknown;
}

/** An endpoint that takes a body. */
export interface BodyEndpoint {
  method: 'PUT' | 'POST';
  /** As docs/api/openapi.json has it. */
  pattern: string;
  /** It makes a new record each time. */
  path: (scene: Scene, userId: string) => string;
  by: 'operator' | 'service';
  /** Unknown members are ignored there, faults elsewhere. */
  ignoresUnknown?: boolean;
  /** Null counts as absent. */
  takesNull?: boolean;
  members: Record<string, Member>;
}

const text = (value: string): Member => ({ kind: 'text', valid: () => value });
const needed = (member: Member): Member => ({ ...member, required: true });
const code = (valid: Member['valid']): Member => ({ kind: 'code', valid });
const number = (value: number): Member => ({ kind: 'number', valid: () => value });

const webhook = {
  url: needed(code(() => 'http://127.0.0.1:9/hooks')),
  events: { kind: 'list', required: true, valid: () => ['*'] } as const,
  status: code(() => 'disabled'),
};

const users = {
  email: needed(code(() => `${randomUUID()}@example.org`)),
  given_name: needed(text('Ann')),
  family_name: needed(text('Lee')),
  status: number(1),
};

const redelivery = {
  status: needed(code(() => 'failed')),
  since: needed(code(() => '2026-01-01T00:00:00Z')),
  until: code(() => '2026-01-02T00:00:00Z'),
  kind: code(() => 'callback'),
};

/** The policies' last: what a service grants is held against them. */
export const bodyEndpoints: readonly BodyEndpoint[] = [
  {
    method: 'POST',
    pattern: '/services/{serviceId}/deliveries/redeliver',
    path: ({ serviceId }) => `/services/${serviceId}/deliveries/redeliver`,
    by: 'service',
    ignoresUnknown: true,
    members: redelivery,
  },
  {
    method: 'POST',
    pattern: '/manage/deliveries/redeliver',
    path: () => '/manage/deliveries/redeliver',
    by: 'operator',
    members: { ...redelivery, serviceId: code(({ serviceId }) => serviceId) },
  },
  {
    method: 'POST',
    pattern: '/services/{serviceId}/invitations',
    path: ({ serviceId }) => `/services/${serviceId}/invitations`,
    by: 'service',
    ignoresUnknown: true,
    takesNull: true,
    members: {
      sourceId: { kind: 'text or number', required: true, valid: () => 'source-1' },
      given_name: needed(text('Ann')),
      family_name: needed(text('Lee')),
      email: needed(code(() => `${randomUUID()}@example.org`)),
      callback: code(() => 'http://127.0.0.1:9/nobody'),
      userRedirect: code(() => 'https://meals.example.org/after'),
      organisation: code(({ organisationId }) => organisationId),
      inviteSubjectOverride: text('Welcome'),
      inviteBodyOverride: text('Hello'),
    },
  },
  {
    method: 'PUT',
    pattern: '/manage/services/{serviceId}',
    path: () => `/manage/services/${newId()}`,
    by: 'operator',
    members: {
      clientId: needed(code(() => `client-${randomUUID().slice(0, 20)}`)),
      name: needed(text('Service')),
      description: text('What it does'),
      redirectUris: { kind: 'list', required: true, valid: () => ['https://meals.example.org/'] },
      parentId: code(({ serviceId }) => serviceId),
      params: { kind: 'object', valid: () => ({ canViewAllUsers: 'true' }) },
      status: number(1),
      signIn: { kind: 'object', valid: () => ({ startUrl: 'https://meals.example.org/' }) },
    },
  },
  {
    method: 'PUT',
    pattern: '/manage/identity-providers/{providerId}',
    path: () => `/manage/identity-providers/${newId()}`,
    by: 'operator',
    members: {
      name: needed(text('School accounts')),
      issuer: needed(code(() => 'https://id.example.org')),
      clientId: needed(code(() => 'gatehouse')),
      clientSecret: code(() => 'the-provider-makes-it'),
      scopes: { kind: 'list', valid: () => ['openid', 'email'] },
      trustEmail: code(() => 'always'),
      mfa: { kind: 'list', valid: () => ['mfa'] },
      services: { kind: 'list', valid: () => [newId()] },
      status: number(1),
    },
  },
  {
    method: 'PUT',
    pattern: '/manage/account-provider',
    path: () => '/manage/account-provider',
    by: 'operator',
    members: {
      issuer: needed(code(() => 'https://id.example.org')),
      clientId: needed(code(() => 'gatehouse')),
      redirectUri: needed(code(() => 'https://www.example.org/callback')),
      authentication: needed(code(() => 'private_key_jwt')),
      scopes: { kind: 'list', valid: () => ['openid', 'email'] },
    },
  },
  {
    method: 'PUT',
    pattern: '/manage/account-provider/redirect',
    path: () => '/manage/account-provider/redirect',
    by: 'operator',
    members: {
      redirectUri: needed(code(() => 'https://www.example.org/callback')),
      postLogoutRedirectUri: code(() => 'https://www.example.org/'),
    },
  },
  {
    method: 'PUT',
    pattern: '/manage/attributes/{attributeName}',
    path: () => `/manage/attributes/a${newId().toLowerCase().replaceAll('-', '_')}`,
    by: 'operator',
    members: {
      type: needed(code(() => 'boolean')),
      claim: code(() => 'phone_number_verified'),
      mfa: { kind: 'object', valid: () => ({ get: true }) },
      readers: { kind: 'list', valid: () => [newId()] },
      writers: { kind: 'list', valid: () => [newId()] },
    },
  },
  {
    method: 'POST',
    pattern: '/manage/services/{serviceId}/secret',
    path: ({ serviceId }) => `/manage/services/${serviceId}/secret`,
    by: 'operator',
    members: { overlapSeconds: number(604_800) },
  },
  {
    method: 'POST',
    pattern: '/manage/services/{serviceId}/client-secret',
    path: ({ serviceId }) => `/manage/services/${serviceId}/client-secret`,
    by: 'operator',
    members: { overlapSeconds: number(604_800) },
  },
  {
    method: 'PUT',
    pattern: '/manage/services/{serviceId}/roles/{roleCode}',
    path: ({ serviceId }) => `/manage/services/${serviceId}/roles/${randomUUID()}`,
    by: 'operator',
    members: { name: needed(text('Role')), status: code(() => 'Active') },
  },
  {
    method: 'PUT',
    pattern: '/manage/organisations/{organisationId}',
    path: () => `/manage/organisations/${newId()}`,
    by: 'operator',
    members: {
      name: needed(text('School')),
      category: needed(code(() => '001')),
      status: needed(number(1)),
      type: code(() => '01'),
      urn: { kind: 'text', valid: () => randomUUID().slice(0, 20) },
      ukprn: text('12345678'),
      closedOn: code(() => '2020-02-29'),
      address: text('1 Hill Road'),
      statutoryLowAge: number(5),
      LegalName: text('School'),
    },
  },
  {
    method: 'POST',
    pattern: '/manage/users',
    path: () => '/manage/users',
    by: 'operator',
    members: users,
  },
  {
    method: 'PUT',
    pattern: '/manage/users/{userId}',
    path: () => `/manage/users/${newId()}`,
    by: 'operator',
    members: users,
  },
  {
    method: 'PUT',
    pattern: '/manage/users/{userId}/organisations/{organisationId}',
    path: ({ organisationId }, userId) => `/manage/users/${userId}/organisations/${organisationId}`,
    by: 'operator',
    members: { roleId: needed(number(0)), numericIdentifier: text('1'), textIdentifier: text('one') },
  },
  {
    method: 'PUT',
    pattern: '/manage/users/{userId}/organisations/{organisationId}/services/{serviceId}',
    path: ({ organisationId, serviceId }, userId) =>
      `/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`,
    by: 'operator',
    members: {
      roles: { kind: 'list', valid: () => ['READER'] },
      identifiers: { kind: 'list', valid: () => [{ key: 'kitchen', value: '12' }] },
    },
  },
  {
    method: 'PUT',
    pattern: '/manage/services/{serviceId}/webhook',
    path: ({ serviceId }) => `/manage/services/${serviceId}/webhook`,
    by: 'operator',
    members: webhook,
  },
  {
    method: 'POST',
    pattern: '/manage/services/{serviceId}/webhook/test',
    path: ({ serviceId }) => `/manage/services/${serviceId}/webhook/test`,
    by: 'operator',
    members: { type: code(() => 'user.updated') },
  },
  {
    method: 'PUT',
    pattern: '/services/{serviceId}/webhook',
    path: ({ serviceId }) => `/services/${serviceId}/webhook`,
    by: 'service',
    ignoresUnknown: true,
    members: webhook,
  },
  {
    method: 'POST',
    pattern: '/services/{serviceId}/webhook/test',
    path: ({ serviceId }) => `/services/${serviceId}/webhook/test`,
    by: 'service',
    ignoresUnknown: true,
    members: { type: code(() => 'user.updated') },
  },
  {
    method: 'POST',
    pattern: '/organisations/announcements',
    path: () => '/organisations/announcements',
    by: 'service',
    ignoresUnknown: true,
    takesNull: true,
    members: {
      messageId: needed(code(() => newId())),
      urn: { kind: 'text or number', required: true, named: 'organisation', valid: () => '900001' },
      type: needed(number(1)),
      title: needed(text('Title')),
      summary: needed(text('Summary')),
      body: needed(text('Body')),
      publishedAt: needed(code(() => '2026-01-01T00:00:00Z')),
      expiresAt: code(() => '2027-01-01T00:00:00Z'),
    },
  },
  {
    method: 'PUT',
    pattern: '/manage/services/{serviceId}/policies/{policyId}',
    path: ({ serviceId }) => `/manage/services/${serviceId}/policies/${randomUUID()}`,
    by: 'operator',
    members: {
      name: needed(text('Policy')),
      conditions: {
        kind: 'list',
        required: true,
        valid: () => [{ field: 'organisation.status.id', operator: 'is', value: ['1'] }],
      },
      roles: { kind: 'list', required: true, valid: () => [] },
    },
  },
];

/** A body in which everything is right. */
export function validBody({ members }: BodyEndpoint, scene: Scene): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, { valid }]) => [name, valid(scene)]));
}
