import {
  AUDIENCE,
  base64url,
  claims,
  client,
  OLD_SECRET,
  OPERATOR_SECRET,
  refusal,
  SECONDS,
  SECRET,
  SERVICE,
  setUp,
  token,
} from '../testing/token-under-test.ts';

describe('accepted', () => {
  const { verify } = setUp();
  test.each<[string, string]>([
    ['without exp, as clients in the wild send it', `Bearer ${token(claims())}`],
    ['the scheme in another case', `bEaReR ${token(claims())}`],
    ['more than one space', `Bearer   ${token(claims())}`],
    ['no typ', `Bearer ${token(claims(), SECRET, { alg: 'HS256' })}`],
    ['the audience in a list', `Bearer ${token(claims({ aud: ['other', AUDIENCE] }))}`],
    [
      'dates with fractions',
      `Bearer ${token(claims({ exp: SECONDS + 0.5, nbf: SECONDS - 0.5, iat: SECONDS - 0.25 }))}`,
    ],
    ['expired within the tolerance', `Bearer ${token(claims({ exp: SECONDS - 29.5 }))}`],
    [
      'not yet valid within the tolerance',
      `Bearer ${token(claims({ nbf: SECONDS + 30, iat: SECONDS + 30 }))}`,
    ],
    ['members nobody knows', `Bearer ${token(claims({ sub: 1, other: { a: [] } }))}`],
  ])('%s', (_case, header) => {
    expect(verify([header])).toEqual(client);
    expect(verify([header])).toEqual(client);
  });

  test('the operator', () => {
    expect(verify([`Bearer ${token({ iss: 'operator', aud: AUDIENCE }, OPERATOR_SECRET)}`])).toEqual({
      kind: 'operator',
    });
  });
});

describe('refused', () => {
  const { verify } = setUp();
  const good = token(claims());
  const [head = '', body = '', signature = ''] = good.split('.');
  const none = base64url({ alg: 'none', typ: 'JWT' });
  const malformed = 'Malformed Authorization header. Should be bearer {token}';
  test.each<[string, string[], string]>([
    ['no header', [], 'Missing Authorization header'],
    ['an empty header', [''], 'Missing Authorization header'],
    ['two headers', [`Bearer ${good}`, `Bearer ${good}`], 'More than one Authorization header'],
    ['another scheme', [`Basic ${good}`], malformed],
    ['no scheme', [good], malformed],
    ['no token', ['Bearer '], malformed],
    ['two tokens', [`Bearer ${good} ${good}`], malformed],
    ['two headers made one', [`Bearer ${good}, Bearer ${good}`], malformed],
    ['over 8 KiB', [`Bearer ${token(claims({ more: 'x'.repeat(7_000) }))}`], 'The token is too long'],
    ['no JWT', ['Bearer abc'], 'jwt malformed'],
    ['four parts', [`Bearer ${good}.x`], 'jwt malformed'],
    ['a header that is no JSON', [`Bearer ${base64url('x')}.${body}.${signature}`], 'jwt malformed'],
    ['a header that is a number', [`Bearer ${base64url('5')}.${body}.${signature}`], 'invalid algorithm'],
    ['a payload that is no JSON', [`Bearer ${token('{')}`], 'jwt malformed'],
    ['a payload that is a list', [`Bearer ${token([])}`], 'invalid token'],
    ['a payload that is null', [`Bearer ${token('null')}`], 'invalid token'],
    ['no signature', [`Bearer ${head}.${body}.`], 'jwt signature is required'],
    ['alg none', [`Bearer ${none}.${body}.`], 'invalid algorithm'],
    ['alg none with a signature', [`Bearer ${none}.${body}.${signature}`], 'invalid algorithm'],
    ['alg in another case', [`Bearer ${token(claims(), SECRET, { alg: 'hs256' })}`], 'invalid algorithm'],
    ['HS512', [`Bearer ${token(claims(), SECRET, { alg: 'HS512' })}`], 'invalid algorithm'],
    ['RS256', [`Bearer ${token(claims(), SECRET, { alg: 'RS256' })}`], 'invalid algorithm'],
    ['no alg', [`Bearer ${token(claims(), SECRET, { typ: 'JWT' })}`], 'invalid algorithm'],
    [
      'crit',
      [`Bearer ${token(claims(), SECRET, { alg: 'HS256', crit: ['b64'], b64: true })}`],
      'unsupported crit header',
    ],
    ['another secret', [`Bearer ${token(claims(), OLD_SECRET)}`], 'invalid signature'],
    [
      'the secret’s bytes instead of its text',
      [`Bearer ${token(claims(), Buffer.from(SECRET, 'base64').toString('latin1'))}`],
      'invalid signature',
    ],
    [
      'another’s claims under a signature',
      [`Bearer ${head}.${base64url(claims({ iat: 1 }))}.${signature}`],
      'invalid signature',
    ],
    ['an unknown issuer', [`Bearer ${token(claims({ iss: 'nobody' }))}`], 'Unknown issuer'],
    ['the issuer in another case', [`Bearer ${token(claims({ iss: 'service-one' }))}`], 'Unknown issuer'],
    ['the service’s id as issuer', [`Bearer ${token(claims({ iss: SERVICE }))}`], 'Unknown issuer'],
    ['no issuer', [`Bearer ${token({ aud: AUDIENCE })}`], 'Unknown issuer'],
    ['issuers in a list', [`Bearer ${token(claims({ iss: ['Service-One'] }))}`], 'Unknown issuer'],
    ['a prototype’s member as issuer', [`Bearer ${token(claims({ iss: '__proto__' }))}`], 'Unknown issuer'],
    [
      'a client that says it is the operator',
      [`Bearer ${token(claims({ iss: 'operator' }))}`],
      'invalid signature',
    ],
    [
      'no audience',
      [`Bearer ${token({ iss: 'Service-One' })}`],
      `jwt audience invalid. expected: ${AUDIENCE}`,
    ],
    [
      'an audience that holds ours',
      [`Bearer ${token(claims({ aud: `x${AUDIENCE}` }))}`],
      `jwt audience invalid. expected: ${AUDIENCE}`,
    ],
    [
      'a list in a list',
      [`Bearer ${token(claims({ aud: [[AUDIENCE]] }))}`],
      `jwt audience invalid. expected: ${AUDIENCE}`,
    ],
    [
      'an audience that is an object',
      [`Bearer ${token(claims({ aud: { [AUDIENCE]: true } }))}`],
      `jwt audience invalid. expected: ${AUDIENCE}`,
    ],
    ['expired beyond the tolerance', [`Bearer ${token(claims({ exp: SECONDS - 30 }))}`], 'jwt expired'],
    ['not yet valid', [`Bearer ${token(claims({ nbf: SECONDS + 30.5 }))}`], 'jwt not active'],
    [
      'issued in the future',
      [`Bearer ${token(claims({ iat: SECONDS + 30.5 }))}`],
      'jwt issued in the future',
    ],
    ['exp as text', [`Bearer ${token(claims({ exp: String(SECONDS + 60) }))}`], 'invalid exp value'],
    ['exp null', [`Bearer ${token(claims({ exp: null }))}`], 'invalid exp value'],
    [
      'exp beyond all numbers',
      [`Bearer ${token(`{"iss":"Service-One","aud":"${AUDIENCE}","exp":1e999}`)}`],
      'invalid exp value',
    ],
    ['nbf as text', [`Bearer ${token(claims({ nbf: '0' }))}`], 'invalid nbf value'],
    ['iat as text', [`Bearer ${token(claims({ iat: 'now' }))}`], 'invalid iat value'],
  ])('%s', (_case, headers, message) => {
    expect(refusal(() => verify(headers))).toBe(`unauthenticated: ${message}`);
  });
});
