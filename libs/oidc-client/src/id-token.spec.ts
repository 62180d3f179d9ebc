import { propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import type { Claims } from './claims.domain.ts';
import { type ExpectedIdToken, idTokenFault } from './id-token.domain.ts';

const NOW = 1_800_000_000_000;
const NOW_S = NOW / 1_000;
const expected: ExpectedIdToken = {
  ...{ issuer: 'https://id.example.org', clientId: 'gatehouse', nonce: 'nonce', accessTokenHash: 'hash' },
};
const good: Claims = {
  ...{ iss: expected.issuer, aud: 'gatehouse', sub: 'ann', nonce: 'nonce' },
  ...{ iat: NOW_S, exp: NOW_S + 300 },
};

const fault = (changes: Record<string, unknown>) => idTokenFault({ ...good, ...changes }, expected, NOW);

test.each<[string, Record<string, unknown>]>([
  ['as it should be', {}],
  ['an audience in a list', { aud: ['gatehouse'] }],
  ['the audience twice', { aud: ['gatehouse', 'gatehouse'] }],
  ['other audiences beside an azp', { aud: ['other', 'gatehouse'], azp: 'gatehouse' }],
  ['an azp alone', { azp: 'gatehouse' }],
  ['times with fractions', { iat: NOW_S - 0.5, exp: NOW_S + 0.5, nbf: NOW_S - 0.25 }],
  ['run out 29 s ago', { exp: NOW_S - 29 }],
  ['issued 29 s ahead', { iat: NOW_S + 29 }],
  ['issued ten minutes ago', { iat: NOW_S - 600 }],
  ['good in 29 s', { nbf: NOW_S + 29 }],
  ['an at_hash that fits', { at_hash: 'hash' }],
  ['a sub of 255 characters', { sub: '~'.repeat(255) }],
  ['claims that nobody knows', { amr: 7, whatever: null }],
])('takes %s', (_, changes) => expect(fault(changes)).toBeUndefined());

test.each<[string, Record<string, unknown>]>([
  ['exp', { exp: NOW_S - 30 }],
  ['exp', { exp: Number.NaN }],
  ['exp', { exp: null }],
  ['iat', { iat: NOW_S + 31 }],
  ['iat', { iat: NOW_S - 631 }],
  ['iat', { iat: null }],
  ['nbf', { nbf: NOW_S + 31 }],
  ['nbf', { nbf: null }],
  ['azp', { azp: null }],
  ['azp', { azp: '' }],
  ['at-hash', { at_hash: null }],
  ['at-hash', { at_hash: '' }],
  ['nonce', { nonce: ['nonce'] }],
  ['aud', { aud: { gatehouse: true } }],
  ['aud', { aud: 'Gatehouse' }],
  ['sub', { sub: ['ann'] }],
  ['sub', { sub: 'a\tb' }],
  ['sub', { sub: 'ann\n' }],
])('refuses for its %s: %j', (reason, changes) => expect(fault(changes)).toBe(reason));

const MEMBERS = ['iss', 'aud', 'azp', 'exp', 'iat', 'nbf', 'nonce', 'sub', 'at_hash'] as const;
const anything = fc.oneof(
  fc.anything(),
  fc.constantFrom<unknown>(...Object.values(good), 'hash', ['gatehouse', 'other']),
);

test('whatever the claims hold, it answers; and what it takes is within every rule', () => {
  fc.assert(
    fc.property(
      fc.record(Object.fromEntries(MEMBERS.map((name) => [name, anything])), { requiredKeys: [] }),
      (claims) => {
        const mixed: Claims = { ...good, ...claims };
        if (idTokenFault(mixed, expected, NOW) !== undefined) return;
        const { iss, aud, azp, exp, iat, sub, nonce } = mixed;
        expect([iss, nonce]).toEqual([expected.issuer, expected.nonce]);
        expect([aud].flat()).toContain('gatehouse');
        expect(azp === 'gatehouse' || [aud].flat().every((each) => each === 'gatehouse')).toBe(true);
        expect((exp as number) > NOW_S - 30 && Math.abs(NOW_S - (iat as number)) <= 630).toBe(true);
        expect(sub).toMatch(/^[ -~]{1,255}$/);
      },
    ),
    propertyRuns(10_000, 300),
  );
});
