import type { Scene } from './scene.ts';

/** An endpoint that reads a query. */
export interface QueryEndpoint {
  pattern: string;
  path: (scene: Scene) => string;
  by: 'operator' | 'service';
  /** Names, and whether any text will do as a value. */
  names: Record<string, 'any text' | 'strict'>;
}

const paged = { page: 'strict', pageSize: 'strict' } as const;

export const queryEndpoints: readonly QueryEndpoint[] = [
  {
    pattern: '/users',
    path: () => '/users',
    by: 'service',
    names: { ...paged, status: 'strict', from: 'strict', to: 'strict' },
  },
  { pattern: '/users/changes', path: () => '/users/changes', by: 'service', names: { since: 'strict' } },
  {
    pattern: '/users/approvers',
    path: () => '/users/approvers',
    by: 'service',
    names: paged,
  },
  {
    pattern: '/organisations/{identifier}/users',
    path: () => '/organisations/19000001/users',
    by: 'service',
    names: { roles: 'any text', email: 'any text', userId: 'any text' },
  },
  {
    pattern: '/services/{id}/invitations',
    path: ({ serviceId }) => `/services/${serviceId}/invitations`,
    by: 'service',
    names: { ...paged, email: 'any text', sourceId: 'any text', status: 'strict' },
  },
  {
    pattern: '/services/{id}/deliveries',
    path: ({ serviceId }) => `/services/${serviceId}/deliveries`,
    by: 'service',
    names: { ...paged, status: 'strict', kind: 'strict', since: 'strict', until: 'strict' },
  },
  {
    pattern: '/services/{id}/webhook/deliveries',
    path: ({ serviceId }) => `/services/${serviceId}/webhook/deliveries`,
    by: 'service',
    names: { ...paged, status: 'strict', since: 'strict', until: 'strict' },
  },
  {
    pattern: '/services/{id}/listen',
    path: ({ serviceId }) => `/services/${serviceId}/listen`,
    by: 'service',
    names: { after: 'strict', wait: 'strict', events: 'strict' },
  },
  { pattern: '/manage/services', path: () => '/manage/services', by: 'operator', names: paged },
  {
    pattern: '/manage/organisations/{id}/members',
    path: ({ organisationId }) => `/manage/organisations/${organisationId}/members`,
    by: 'operator',
    names: { ...paged, name: 'any text', roleId: 'strict', status: 'strict' },
  },
  {
    pattern: '/manage/services/{id}/roles',
    path: ({ serviceId }) => `/manage/services/${serviceId}/roles`,
    by: 'operator',
    names: paged,
  },
  {
    pattern: '/manage/services/{id}/policies',
    path: ({ serviceId }) => `/manage/services/${serviceId}/policies`,
    by: 'operator',
    names: paged,
  },
  {
    pattern: '/manage/organisations',
    path: () => '/manage/organisations',
    by: 'operator',
    names: {
      ...paged,
      urn: 'any text',
      uid: 'any text',
      ukprn: 'any text',
      upin: 'any text',
      name: 'any text',
    },
  },
  {
    pattern: '/manage/organisations/import',
    path: () => '/manage/organisations/import',
    by: 'operator',
    names: { source: 'strict' },
  },
  {
    pattern: '/manage/users',
    path: () => '/manage/users',
    by: 'operator',
    names: { ...paged, email: 'any text' },
  },
  {
    pattern: '/manage/invitations',
    path: () => '/manage/invitations',
    by: 'operator',
    names: { ...paged, email: 'any text', serviceId: 'any text', status: 'strict' },
  },
  {
    pattern: '/manage/audit',
    path: () => '/manage/audit',
    by: 'operator',
    names: {
      ...paged,
      actor: 'any text',
      entity: 'any text',
      type: 'strict',
      since: 'strict',
      until: 'strict',
    },
  },
  {
    pattern: '/manage/deliveries',
    path: () => '/manage/deliveries',
    by: 'operator',
    names: {
      ...paged,
      serviceId: 'any text',
      status: 'strict',
      kind: 'strict',
      since: 'strict',
      until: 'strict',
    },
  },
];
