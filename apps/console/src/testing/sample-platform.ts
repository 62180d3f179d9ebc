import { listed, type ManageApi } from './manage-api.ts';

const id = (last: number) => `AAAAAAAA-0000-4000-8000-${String(last).padStart(12, '0')}`;
export const ids = {
  delivery: id(1),
  service: id(2),
  invitation: id(3),
  user: id(4),
  organisation: id(5),
  pending: id(6),
  superseded: id(7),
  unknown: id(99),
};
/** As hostile as an id of the log may be. */
export const deadLetterId = 'directory.users.v1.dead/3:17';

export const SERVICE = {
  id: ids.service,
  clientId: 'school-meals',
  name: 'School <Meals> Register',
  description: 'Who eats what',
  redirectUris: ['https://meals.example/welcome', `https://meals.example/${'a-long-path-'.repeat(9)}`],
  params: { canViewAllUsers: 'true' },
  status: 1,
  signIn: {
    postLogoutRedirectUris: ['https://meals.example/signed-out'],
    backchannelLogoutUri: 'https://meals.example/logout',
    startUrl: 'https://meals.example/start',
    clientAuth: 'private_key_jwt',
    jwksUri: 'https://meals.example/jwks',
    ...{ pkce: 'required', organisations: 'granted', refreshTokens: false },
  },
};
const WEBHOOK = {
  serviceId: ids.service,
  url: 'https://meals.example/hooks',
  events: ['membership.changed', 'user.removed'],
  status: 'disabled',
  disabledReason: 'failing',
  disabledAt: '2026-11-30T09:00:00.000Z',
  failingSince: '2026-11-25T09:00:00.000Z',
  createdAt: '2026-11-01T09:00:00.000Z',
  updatedAt: '2026-11-01T09:00:00.000Z',
};
export const delivery = (status: string, more: object = {}) => ({
  id: ids.delivery,
  kind: 'webhook',
  serviceId: ids.service,
  url: 'https://meals.example/hooks',
  status,
  createdAt: '2026-07-01T09:05:00.000Z',
  nextAttemptAt: null,
  invitationId: null,
  event: 'membership.changed',
  data: { userId: ids.user, organisationId: ids.organisation, changed: ['roleId'], version: 7 },
  attempts: [
    { at: '2026-07-01T09:05:07.000Z', status: 500, error: null, durationMs: 12 },
    { at: '2026-07-01T09:10:07.000Z', error: 'connection refused', durationMs: 2_004 },
  ],
  ...more,
});
const INVITATION = {
  id: ids.invitation,
  serviceId: ids.service,
  email: 'ada@school.example',
  sourceId: 42,
  organisation: ids.organisation,
  status: 'open',
  createdAt: '2026-11-29T09:00:00.000Z',
  expiresAt: '2026-12-27T09:00:00.000Z',
  userId: null,
  emailStatus: 'failed',
  emailError: '550',
};
const USER = {
  id: ids.user,
  email: 'ada@school.example',
  given_name: 'Ada',
  family_name: '<b>Lovelace</b>',
  status: 1,
};
const ORGANISATION = {
  id: ids.organisation,
  name: 'Oakfield Primary School',
  category: '001',
  status: 1,
  urn: '100000',
  ukprn: '10000001',
  address: 'School Lane, Oakfield',
  GIASProviderType: 'Community school',
};
const DEAD_LETTER = {
  id: deadLetterId,
  topic: 'directory.users.v1',
  group: 'access.people',
  key: ids.user,
  reason: 'its state is not as its schema has it',
  at: '2026-11-30T09:00:00.000Z',
};
const AUDIT = [
  {
    id: id(11),
    at: '2026-11-30T09:00:00.000Z',
    actor: 'operator',
    action: 'changed',
    entity: { type: 'service', id: ids.service },
    changed: ['apiSecret', 'status'],
    before: { status: 0 },
    after: { status: 1 },
    correlationId: 'corr-1',
  },
  {
    id: id(12),
    at: '2026-11-30T08:00:00.000Z',
    actor: `client:${ids.service}`,
    action: 'created',
    entity: { type: 'grant', id: id(13), userId: ids.user },
    changed: ['roles'],
    before: { roles: null },
    after: { roles: ['READER'] },
    correlationId: null,
  },
];
const HEALTH = {
  apps: [
    {
      name: 'directory',
      ready: true,
      outboxAgeMs: 0,
      lag: [{ topic: 'access.grants.v1', group: 'g', records: 0 }],
    },
    {
      name: 'notifier',
      ready: false,
      outboxAgeMs: 65_000,
      lag: [{ topic: 'directory.users.v1', group: 'notifier.recipients', records: 1_234 }],
    },
  ],
  deadLetters: 3,
  failingWebhooks: 1,
};

/** The operator's API of a small platform, in which something of everything is there. */
export function answerAsPlatform(api: ManageApi): void {
  const one = (path: string, body: object) => api.answer(`GET ${path}`, { body });
  const many = (path: string, name: string, records: readonly object[], more?: object) =>
    api.answer(`GET ${path}`, listed(name, records, more));
  one('/manage/health', HEALTH);
  const pending = delivery('pending', {
    id: ids.pending,
    nextAttemptAt: '2026-11-30T10:00:05.000Z',
    attempts: [],
  });
  const email = delivery('failed', {
    kind: 'email',
    url: undefined,
    to: 'ada@school.example',
    event: null,
    data: null,
  });
  many('/manage/deliveries', 'deliveries', [delivery('failed'), pending, email], {
    ...{ numberOfRecords: 60, page: 2, numberOfPages: 3 },
  });
  one(`/manage/deliveries/${ids.delivery}`, delivery('failed', { invitationId: ids.invitation }));
  one(`/manage/deliveries/${ids.pending}`, pending);
  one(`/manage/deliveries/${ids.superseded}`, delivery('superseded', { id: ids.superseded }));
  many('/manage/dead-letters', 'deadLetters', [DEAD_LETTER]);
  many('/manage/services', 'services', [SERVICE, { ...SERVICE, id: id(8), name: 'Attendance', status: 0 }]);
  one(`/manage/services/${ids.service}`, SERVICE);
  one(`/manage/services/${ids.service}/webhook`, WEBHOOK);
  many(`/manage/services/${ids.service}/roles`, 'roles', [
    { id: 'r', code: 'READER', name: 'Reader', numericId: '1', status: 'Active' },
  ]);
  many('/manage/invitations', 'invitations', [INVITATION]);
  one(`/manage/invitations/${ids.invitation}`, INVITATION);
  many('/manage/users', 'users', [USER]);
  one(`/manage/users/${ids.user}`, USER);
  many(`/manage/users/${ids.user}/organisations`, 'organisations', [
    { id: ids.organisation, roleId: 10_000, numericIdentifier: '7' },
  ]);
  many(`/manage/users/${ids.user}/organisations/${ids.organisation}/services`, 'services', [
    { id: ids.service, roles: ['READER'], identifiers: [] },
  ]);
  many('/manage/organisations', 'organisations', [ORGANISATION]);
  one(`/manage/organisations/${ids.organisation}`, ORGANISATION);
  one(`/manage/organisations/${ids.organisation}/links`, {
    localAuthority: { id: id(9), name: 'Oakfield Council' },
    trusts: [{ id: id(10), name: 'Oakfield Trust' }],
  });
  many('/manage/audit', 'records', AUDIT);
}
