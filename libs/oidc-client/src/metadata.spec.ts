import { discoveryAddress, issuerFault } from './address.domain.ts';
import { readMetadata } from './metadata.domain.ts';

const issuer = 'https://id.example.org/tenant';
const distributed = { allowHttpOnLoopback: false };
const trial = { allowHttpOnLoopback: true };
const document = {
  issuer,
  authorization_endpoint: 'https://login.example.org/authorize?tenant=1',
  token_endpoint: 'https://id.example.org/token',
  jwks_uri: 'https://keys.example.org/jwks',
};

describe('an issuer', () => {
  test.each([
    'https://id.example.org',
    'https://id.example.org/',
    'https://id.example.org:443/a',
    'https://ID.example.org',
  ])('%s is one', (text) => expect(issuerFault(text, distributed)).toBeUndefined());

  test.each([
    ...['', 'id.example.org', 'https://', 'https://id.example.org?a=b', 'https://id.example.org?'],
    ...['https://id.example.org#a', 'https://id.example.org#', 'https://user@id.example.org'],
    ...['https://:secret@id.example.org', 'https://id.example.org/ ', ' https://id.example.org'],
    ...['https:\\\\id.example.org', 'ftp://id.example.org', 'javascript:alert(1)', 'http://id.example.org'],
    `https://id.example.org/${'x'.repeat(2_048)}`,
  ])('%s is none', (text) => expect(issuerFault(text, trial)).toMatch(/^issuer should be /));

  test.each(['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'])(
    '%s is one in a trial alone',
    (text) => {
      expect(issuerFault(text, trial)).toBeUndefined();
      expect(issuerFault(text, distributed)).toBe('issuer should be https');
    },
  );

  test.each([
    ['https://id.example.org', 'https://id.example.org/.well-known/openid-configuration'],
    ['https://id.example.org/', 'https://id.example.org/.well-known/openid-configuration'],
    [issuer, `${issuer}/.well-known/openid-configuration`],
  ])('%s is described at %s', (text, address) => expect(discoveryAddress(text)).toBe(address));
});

describe('a description', () => {
  const read = (changes: Record<string, unknown>) =>
    readMetadata({ ...document, ...changes }, issuer, distributed);

  test('is taken with what is used of it', () => {
    const more = { userinfo_endpoint: 'https://id.example.org/userinfo', scopes_supported: ['openid'] };
    const lists = { response_types_supported: ['code'], code_challenge_methods_supported: ['plain', 'S256'] };
    expect(read({ ...more, ...lists, end_session_endpoint: null })).toEqual({
      ...document,
      userinfo_endpoint: more.userinfo_endpoint,
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['discovery-issuer', { issuer: `${issuer}/` }],
    ['discovery-issuer', { issuer: 'https://id.example.org' }],
    ['discovery-issuer', { issuer: undefined }],
    ['discovery-issuer', { issuer: [issuer] }],
    ['discovery-missing', { token_endpoint: undefined }],
    ['discovery-missing', { jwks_uri: undefined }],
    ['discovery-missing', { authorization_endpoint: undefined }],
    ['discovery-address', { token_endpoint: 'http://id.example.org/token' }],
    ['discovery-address', { token_endpoint: 'http://localhost/token' }],
    ['discovery-address', { jwks_uri: '/jwks' }],
    ['discovery-address', { jwks_uri: 7 }],
    ['discovery-address', { userinfo_endpoint: 'ftp://id.example.org/' }],
    ['discovery-address', { end_session_endpoint: 'javascript:alert(1)' }],
    ['discovery-address', { authorization_endpoint: 'https://id.example.org/#fragment' }],
    ['discovery-unsupported', { response_types_supported: ['id_token'] }],
    ['discovery-unsupported', { code_challenge_methods_supported: ['plain'] }],
  ])('is refused as %s: %j', (reason, changes) => expect(read(changes)).toBe(reason));

  test.each([null, [], 'text', 7])('is no %j', (other) =>
    expect(readMetadata(other, issuer, distributed)).toBe('discovery-missing'),
  );

  test('of a provider on this machine names addresses there alone', () => {
    const here = 'http://localhost:4000';
    const own = {
      ...{ issuer: here, authorization_endpoint: `${here}/a`, token_endpoint: `${here}/t` },
      jwks_uri: 'http://127.0.0.1:4001/jwks',
    };
    expect(readMetadata(own, here, trial)).toEqual(own);
    expect(readMetadata({ ...own, jwks_uri: 'https://keys.example.org' }, here, trial)).toBe(
      'discovery-address',
    );
    expect(readMetadata(own, here, distributed)).toBe('discovery-address');
  });
});
