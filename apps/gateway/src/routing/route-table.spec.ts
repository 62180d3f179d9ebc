import { routeOf } from './route-table.ts';

const ID = 'AAAAAAAA-0000-4000-8000-000000000001';

test.each([
  [`/manage/services`, 'access', 'operator'],
  [`/manage/services/${ID}/roles/admin`, 'access', 'operator'],
  [`/manage/users/${ID}/organisations/${ID}/services/${ID}`, 'access', 'operator'],
  [`/manage/users/${ID}/organisations/${ID}/services`, 'access', 'operator'],
  [`/manage/users/${ID}/organisations/${ID}`, 'directory', 'operator'],
  ['/manage/read-models', 'access', 'operator'],
  ['/manage/read-models/people/rebuild', 'access', 'operator'],
  ['/manage/read-models/invitations-projections', 'invitations', 'operator'],
  ['/manage/read-models/invitations-projections/rebuild', 'invitations', 'operator'],
  ['/manage/read-models/signin-projections/rebuild', 'signin', 'operator'],
  ['/manage/read-models/notifier-recipients/rebuild', 'notifier', 'operator'],
  [`/manage/users`, 'directory', 'operator'],
  [`/manage/organisations/import`, 'directory', 'operator'],
  [`/manage/invitations/${ID}/resend`, 'invitations', 'operator'],
  [`/manage/deliveries`, 'notifier', 'operator'],
  ['/manage/health', 'gateway', 'operator'],
  ['/manage/signing-keys', 'signin', 'operator'],
  ['/manage/dead-letters', 'notifier', 'operator'],
  ['/manage/dead-letters/0f/replay', 'notifier', 'operator'],
  [`/services/${ID}/invitations`, 'invitations', 'client'],
  [`/services/${ID}/invitations/${ID}`, 'invitations', 'client'],
  [`/services/${ID}/invitations/${ID}/resend`, 'invitations', 'client'],
  [`/services/${ID}/listen`, 'notifier', 'client'],
  [`/services/a.client_id-1/roles`, 'access', 'client'],
  [`/services/${ID}/organisations/${ID}/users/${ID}`, 'access', 'client'],
  ['/users', 'access', 'client'],
  ['/users/', 'access', 'client'],
  ['/users/approvers', 'access', 'client'],
  [`/users/${ID}/v2/organisations`, 'access', 'client'],
  ['/organisations/announcements', 'directory', 'client'],
  [`/organisations/announcements/${ID}`, 'directory', 'client'],
  ['/organisations/categories', 'directory', 'client'],
  ['/organisations/establishment-types', 'directory', 'client'],
  ['/organisations/10012345/users', 'access', 'client'],
  ['/register/a-token', 'invitations', 'open'],
  ['/assets/page.css', 'invitations', 'open'],
  ['/.well-known/openid-configuration', 'signin', 'open'],
  ['/oidc/authorize', 'signin', 'open'],
  ['/manage/users/an-id/sessions', 'signin', 'operator'],
  ['/me', 'access', 'person'],
  ['/me/sessions', 'signin', 'person'],
  ['/me/sessions/an-id', 'signin', 'person'],
  ['/support/organisations', 'access', 'supporter'],
  ['/sign-in/an-interaction/code', 'signin', 'open'],
  ['/operator', 'console', 'operator-console'],
  [`/operator/users/${ID}`, 'console', 'operator-console'],
  ['/mailbox', 'notifier', 'mailbox'],
  ['/mailbox/messages', 'notifier', 'mailbox'],
])('%s is served by %s (%s)', (path, destination, access) => {
  expect(routeOf(path)).toMatchObject({ destination, access });
});

test.each([
  [`/manage/services/${ID}/secret`, 'hold-back'],
  ['/manage/organisations/import', 'import'],
  [`/manage/organisations/${ID}`, 'plain'],
])('%s is forwarded as %s', (path, forwarding) => {
  expect(routeOf(path)).toMatchObject({ forwarding });
});

test.each([
  '/',
  '//',
  '/.well-known',
  '/.well-known/other',
  '/manage',
  '/manage/other',
  '/Users',
  '/services',
  `/services/${ID}`,
  '/services//roles',
  `/services/${ID}/roles/x`,
  '/organisations/categories/x',
  '/organisations/10012345',
  '/organisations//users',
  '//users',
  '/%75sers',
  '/manage%2Fservices',
  '/__proto__',
  '/constructor/x',
])('%s has no route', (path) => {
  expect(routeOf(path)).toBeUndefined();
});
