import { propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import type { Claims } from './claims.domain.ts';
import { logoutOf, logoutTokenFault } from './logout-token.domain.ts';

const NOW = 1_800_000_000_000;
const NOW_S = NOW / 1_000;
const expected = { issuer: 'https://id.example.org', clientId: 'gatehouse' };
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const good: Claims = {
  ...{ iss: expected.issuer, aud: 'gatehouse', iat: NOW_S, jti: 'one', sub: 'ann', sid: 'session' },
  events: { [EVENT]: {} },
};

const fault = (changes: Record<string, unknown>) => logoutTokenFault({ ...good, ...changes }, expected, NOW);

test.each<[string, Record<string, unknown>]>([
  ['as it should be', {}],
  ['a subject alone', { sid: undefined }],
  ['a session alone', { sub: undefined }],
  ['without exp', { exp: undefined }],
  ['another audience too', { aud: ['other', 'gatehouse'] }],
  ['another event too', { events: { [EVENT]: {}, 'https://example.org/other': 7 } }],
  ['issued ten minutes ago', { iat: NOW_S - 600 }],
  ['issued 30 s ahead', { iat: NOW_S + 30 }],
  ['run out 29 s ago', { exp: NOW_S - 29 }],
])('takes %s', (_, changes) => expect(fault(changes)).toBeUndefined());

test.each<[string, Record<string, unknown>]>([
  ['iat', { iat: NOW_S + 31 }],
  ['iat', { iat: NOW_S - 631 }],
  ['exp', { exp: NOW_S - 30 }],
  ['exp', { exp: null }],
  ['events', { events: { [EVENT]: undefined } }],
  ['events', { events: Object.create({ [EVENT]: {} }) }],
  ['nonce', { nonce: '' }],
  ['jti', { jti: 'x'.repeat(256) }],
  ['sid', { sid: null }],
  ['sid', { sid: ['session'] }],
  ['sub', { sub: null }],
])('refuses for its %s: %j', (reason, changes) => expect(fault(changes)).toBe(reason));

test('what it says is read as it stands', () => {
  expect(logoutOf(good)).toEqual({ jti: 'one', issuedAt: NOW_S, subject: 'ann', sessionId: 'session' });
  const { sid: _, ...bySubject } = good;
  expect(logoutOf(bySubject)).toEqual({ jti: 'one', issuedAt: NOW_S, subject: 'ann' });
});

test('whatever the claims hold, it answers; and what it takes names somebody', () => {
  const members = ['iss', 'aud', 'iat', 'exp', 'nbf', 'jti', 'sub', 'sid', 'events', 'nonce'];
  const anything = fc.oneof(fc.anything(), fc.constantFrom<unknown>(...Object.values(good)));
  fc.assert(
    fc.property(
      fc.record(Object.fromEntries(members.map((name) => [name, anything])), { requiredKeys: [] }),
      (claims) => {
        const mixed: Claims = { ...good, ...claims };
        if (logoutTokenFault(mixed, expected, NOW) !== undefined) return;
        const { subject, sessionId, jti } = logoutOf(mixed);
        expect(typeof (subject ?? sessionId)).toBe('string');
        expect(jti).not.toBe('');
        expect(mixed.nonce).toBeUndefined();
      },
    ),
    propertyRuns(10_000, 300),
  );
});
