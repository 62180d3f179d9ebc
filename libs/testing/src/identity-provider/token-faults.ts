import { type ProviderKey, providerKey, publicJwk, signedBy, signedByText } from './signing-key.ts';

/** A token that a provider is about to sign. */
export interface Draft {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** The provider's own key, which it publishes. */
  key: ProviderKey;
}

/** Makes a token of a draft; most do it badly. */
export type Signing = (draft: Draft) => string;

/** As it should be. */
export const signWell: Signing = ({ header, claims, key }) => signedBy(key, header, claims);

/** With other claims: an absent value takes one out. */
export function withClaims(
  changes: Record<string, unknown> | ((claims: Draft['claims']) => Draft['claims']),
): Signing {
  return ({ header, claims, key }) => {
    const changed = typeof changes === 'function' ? changes(claims) : { ...claims, ...changes };
    return signedBy(key, header, changed);
  };
}

export function withHeader(changes: Record<string, unknown>): Signing {
  return ({ header, claims, key }) => signedBy(key, { ...header, ...changes }, claims);
}

const secondsFrom = (claim: unknown, seconds: number) => (claim as number) + seconds;
const moved = (name: string, seconds: number) =>
  withClaims((claims) => ({ ...claims, [name]: secondsFrom(claims.iat, seconds) }));

let stranger: ProviderKey | undefined;
/** A key of somebody else, made once. */
function strangersKey(): ProviderKey {
  stranger ??= providerKey();
  return stranger;
}

/** What any JWS can be wrong in, whatever it says, with the reason that names the rule. */
export const jwsFaults: readonly [name: string, reason: string, signing: Signing][] = [
  ['is no JWS', 'jws-malformed', () => 'not-a-token'],
  ['has an empty signature', 'jws-malformed', (draft) => signWell(draft).replace(/[^.]+$/, '')],
  ['has four parts', 'jws-malformed', (draft) => `${signWell(draft)}.e30`],
  ['is encrypted', 'jws-malformed', (draft) => `${signWell(draft)}.e30.e30`],
  ['has a header that is no JSON', 'jws-malformed', ({ claims, key }) => signedBy(key, 'no json', claims)],
  ['has a header that is a list', 'jws-malformed', ({ claims, key }) => signedBy(key, [], claims)],
  ['has claims that are no JSON', 'jws-malformed', ({ header, key }) => signedBy(key, header, 'no json')],
  ['has claims that are a list', 'jws-malformed', ({ header, key }) => signedBy(key, header, [])],
  ['has claims that are null', 'jws-malformed', ({ header, key }) => signedBy(key, header, 'null')],
  ['is not signed', 'jws-malformed', ({ claims }) => unsigned({ alg: 'none' }, claims)],
  ['says that it is not signed, and is', 'jws-alg', withHeader({ alg: 'none' })],
  ['has no alg', 'jws-alg', withHeader({ alg: undefined })],
  ['has an alg that is no text', 'jws-alg', withHeader({ alg: ['RS256'] })],
  ['has an unknown alg', 'jws-alg', withHeader({ alg: 'RS1' })],
  [
    'is signed by the public key as a secret',
    'jws-alg',
    ({ header, claims, key }) =>
      signedByText(
        key.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        { ...header, alg: 'HS256' },
        claims,
      ),
  ],
  ['has a crit', 'jws-crit', withHeader({ crit: ['exp'], exp: 1 })],
  ['has an empty crit', 'jws-crit', withHeader({ crit: [] })],
  ['has an unencoded payload', 'jws-crit', withHeader({ b64: false })],
  ['is of another type', 'jws-typ', withHeader({ typ: 'at+jwt' })],
  ['has a type that is no text', 'jws-typ', withHeader({ typ: 7 })],
  ['names a key that is not published', 'jws-key', withHeader({ kid: 'unknown' })],
  ['names a key by a number', 'jws-malformed', withHeader({ kid: 7 })],
  [
    'brings its own key',
    'jws-key',
    ({ header, claims }) => {
      const key = strangersKey();
      return signedBy(key, { ...header, kid: key.kid, jwk: publicJwk(key) }, claims);
    },
  ],
  [
    'says where its key is',
    'jws-key',
    ({ header, claims }) => {
      const key = strangersKey();
      const elsewhere = { jku: 'http://127.0.0.1:9/jwks', x5u: 'http://127.0.0.1:9/x5u' };
      return signedBy(key, { ...header, kid: key.kid, ...elsewhere }, claims);
    },
  ],
  [
    "is signed by another's key under the name of the provider's",
    'jws-signature',
    ({ header, claims }) => signedBy(strangersKey(), header, claims),
  ],
  [
    'was changed after it was signed',
    'jws-signature',
    (draft) => {
      const [header, , signature] = signWell(draft).split('.');
      const claims = Buffer.from(JSON.stringify({ ...draft.claims, sub: 'somebody-else' })).toString(
        'base64url',
      );
      return `${header}.${claims}.${signature}`;
    },
  ],
];

function unsigned(header: unknown, claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.`;
}

/** What the claims of both kinds of token can be wrong in. */
const sharedClaimFaults: readonly [string, string, Signing][] = [
  ['has no iss', 'iss', withClaims({ iss: undefined })],
  ['is of another issuer', 'iss', withClaims({ iss: 'https://other.example' })],
  ['is of the issuer with a slash', 'iss', withClaims((claims) => ({ ...claims, iss: `${claims.iss}/` }))],
  ['is of a list of issuers', 'iss', withClaims((claims) => ({ ...claims, iss: [claims.iss] }))],
  ['has no aud', 'aud', withClaims({ aud: undefined })],
  ['is for another client', 'aud', withClaims({ aud: 'another-client' })],
  ['is for nobody', 'aud', withClaims({ aud: [] })],
  ['is for what is no text', 'aud', withClaims((claims) => ({ ...claims, aud: [claims.aud, 7] }))],
  ['has no iat', 'iat', withClaims({ iat: undefined })],
  ['has an iat that is a text', 'iat', withClaims((claims) => ({ ...claims, iat: String(claims.iat) }))],
  ['was issued eleven minutes ago', 'iat', moved('iat', -660)],
  ['was issued a year ago', 'iat', moved('iat', -31_536_000)],
  ['will be issued in a minute', 'iat', moved('iat', 60)],
  ['will be issued tomorrow', 'iat', moved('iat', 86_400)],
  ['ran out a minute ago', 'exp', moved('exp', -60)],
  ['has an exp that is a text', 'exp', withClaims({ exp: '9999999999' })],
  ['is not good yet', 'nbf', moved('nbf', 60)],
  ['has an nbf that is a text', 'nbf', withClaims({ nbf: '0' })],
  ['has an empty sub', 'sub', withClaims({ sub: '' })],
  ['has a sub of 256 characters', 'sub', withClaims({ sub: 'x'.repeat(256) })],
  ['has a sub beyond ASCII', 'sub', withClaims({ sub: 'zoë' })],
  ['has a sub with a control character', 'sub', withClaims({ sub: 'a\u0000b' })],
  ['has a sub that is a number', 'sub', withClaims({ sub: 7 })],
];

/** What an ID token can be wrong in, beyond `jwsFaults`. */
export const idTokenFaults: readonly [name: string, reason: string, signing: Signing][] = [
  ...sharedClaimFaults,
  ['has no sub', 'sub', withClaims({ sub: undefined })],
  ['has no exp', 'exp', withClaims({ exp: undefined })],
  ['is a logout token by its type', 'jws-typ', withHeader({ typ: 'logout+jwt' })],
  [
    'is for another client too, without an azp',
    'aud',
    withClaims((claims) => ({ ...claims, aud: [claims.aud, 'another-client'] })),
  ],
  ['was made for another client', 'azp', withClaims({ azp: 'another-client' })],
  ['was made for what is no text', 'azp', withClaims((claims) => ({ ...claims, azp: [claims.aud] }))],
  ['has no nonce', 'nonce', withClaims({ nonce: undefined })],
  ['has another nonce', 'nonce', withClaims({ nonce: 'of-another-sign-in' })],
  ['has an at_hash that does not fit', 'at-hash', withClaims({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })],
  ['has an at_hash that is a number', 'at-hash', withClaims({ at_hash: 7 })],
];

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

/** What a logout token can be wrong in, beyond `jwsFaults`. */
export const logoutTokenFaults: readonly [name: string, reason: string, signing: Signing][] = [
  ...sharedClaimFaults,
  ['has no jti', 'jti', withClaims({ jti: undefined })],
  ['has an empty jti', 'jti', withClaims({ jti: '' })],
  ['has a jti that is a number', 'jti', withClaims({ jti: 7 })],
  ['has no events', 'events', withClaims({ events: undefined })],
  ['has another event', 'events', withClaims({ events: { 'https://example.org/event': {} } })],
  ['has events that are a list', 'events', withClaims({ events: [LOGOUT] })],
  ['has an event that is null', 'events', withClaims({ events: { [LOGOUT]: null } })],
  ['has an event that is a list', 'events', withClaims({ events: { [LOGOUT]: [] } })],
  ['has an event that is a text', 'events', withClaims({ events: { [LOGOUT]: '{}' } })],
  ['has an event with content', 'events', withClaims({ events: { [LOGOUT]: { all: true } } })],
  ['has a nonce', 'nonce', withClaims({ nonce: 'n' })],
  ['has a nonce that is null', 'nonce', withClaims({ nonce: null })],
  ['names nobody', 'sub', withClaims({ sub: undefined, sid: undefined })],
  ['has an empty sid', 'sid', withClaims({ sid: '' })],
  ['has a sid that is a number', 'sid', withClaims({ sid: 7 })],
];

/** The event of a logout token. */
export const logoutEvents = { [LOGOUT]: {} };
