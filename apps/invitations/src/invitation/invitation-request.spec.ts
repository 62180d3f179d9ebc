import { invitationRequest, overrideOf, referencesOf } from './invitation-request.ts';

const sound = { sourceId: 'S1', given_name: 'Ann', family_name: 'Lee', email: 'ann@example.org' };
const ORGANISATION = '0a1b2c3d-0000-4000-8000-00000000000f';

function faultsOf(body: unknown): string[] {
  return invitationRequest.safeParse(body).error?.issues.map(({ message }) => message) ?? [];
}
const URL_WORDS = 'must be a valid, fully qualified, http(s) URI';

test('an empty request misses everything that is needed: all faults at once, in order', () => {
  expect(faultsOf({})).toEqual([
    'Missing sourceId',
    'Missing given_name',
    'Missing family_name',
    'Missing email',
  ]);
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['null is missing', { sourceId: null, email: null }, ['Missing sourceId', 'Missing email']],
  [
    'blank is missing',
    { sourceId: ' ', given_name: ' ', email: '' },
    ['Missing sourceId', 'Missing given_name', 'Missing email'],
  ],
  ['nothing is trimmed', { email: ' ann@example.org' }, ['email is not a valid email address']],
  ['a domain has a dot', { email: 'ann@localhost' }, ['email is not a valid email address']],
  ['an email is text', { email: 5 }, ['email is not a valid email address']],
  ['an email is short', { email: `${'a'.repeat(243)}@example.org` }, ['email is not a valid email address']],
  ['a fraction', { sourceId: 1.5 }, ['sourceId must be text or a whole number']],
  ['a number that is not exact', { sourceId: 2 ** 53 }, ['sourceId must be text or a whole number']],
  [
    'a list',
    { sourceId: [], given_name: [] },
    ['sourceId must be text or a whole number', 'given_name must be text'],
  ],
  ['too long', { given_name: 'x'.repeat(256) }, ['given_name is longer than 255 characters']],
  ['a control character', { family_name: 'Le\ne' }, ['family_name holds control characters']],
  ['a relative callback', { callback: '/done' }, [`callback ${URL_WORDS}`]],
  [
    'another scheme',
    { callback: 'ftp://example.org', userRedirect: 'javascript:alert(1)' },
    [`callback ${URL_WORDS}`, `userRedirect ${URL_WORDS}`],
  ],
  ['a callback that is no text', { callback: 1 }, [`callback ${URL_WORDS}`]],
  [
    'a long callback',
    { callback: `https://example.org/${'x'.repeat(2_048)}` },
    ['callback is longer than 2048 characters'],
  ],
  ['an organisation that is no id', { organisation: 'hill' }, ['organisation does not exist']],
  ['an organisation of another type', { organisation: {} }, ['organisation must be text']],
  [
    'a long subject',
    { inviteSubjectOverride: 'x'.repeat(201) },
    ['inviteSubjectOverride is longer than 200 characters'],
  ],
  [
    'a subject of two lines',
    { inviteSubjectOverride: 'a\nb' },
    ['inviteSubjectOverride holds control characters'],
  ],
  [
    'a long body',
    { inviteBodyOverride: 'x'.repeat(5_001) },
    ['inviteBodyOverride is longer than 5000 characters'],
  ],
  ['a bell in the body', { inviteBodyOverride: 'a\u0007' }, ['inviteBodyOverride holds control characters']],
])('%s', (_name, members, faults) => expect(faultsOf({ ...sound, ...members })).toEqual(faults));

test.each([
  {},
  { sourceId: 0 },
  { sourceId: -5 },
  { given_name: 'x'.repeat(255), family_name: ' Lee ' },
  { callback: 'https://example.org/done?x=1', userRedirect: 'http://localhost:3000/' },
  {
    callback: null,
    userRedirect: null,
    organisation: null,
    inviteSubjectOverride: null,
    inviteBodyOverride: null,
  },
  { inviteBodyOverride: 'One\r\nTwo' },
  { organisation: ORGANISATION },
  { something: { else: [] } },
])('sound: %j', (members) => expect(faultsOf({ ...sound, ...members })).toEqual([]));

test('references are found in however faulty a body', () => {
  expect(
    referencesOf({ organisation: ORGANISATION, callback: 'nonsense', userRedirect: 'https://a.example' }),
  ).toEqual({
    organisationId: ORGANISATION.toUpperCase(),
    userRedirect: 'https://a.example',
  });
});

test('a blank override overrides nothing', () => {
  expect([overrideOf(undefined), overrideOf(null), overrideOf(' '), overrideOf('Come')]).toEqual([
    undefined,
    undefined,
    undefined,
    'Come',
  ]);
});
