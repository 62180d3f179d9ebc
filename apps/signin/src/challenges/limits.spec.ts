import fc from 'fast-check';
import { networksOf } from '../networks/client-networks.ts';
import { addressWaitsUntil, type CountedChallenge, DAY_MS, networkWaitsUntil } from './limits.domain.ts';

const NOW = Date.parse('2026-06-18T13:05:00.000Z');
const MINUTE = 60_000;

const counted = (minutesAgo: number, more: Partial<CountedChallenge> = {}): CountedChallenge => ({
  ...{ at: NOW - minutesAgo * MINUTE, region: 'here', knownBrowser: false },
  ...more,
});
const here = { region: 'here', knownBrowser: false };
const known = { region: 'elsewhere', knownBrowser: true };
const times = (count: number, of: (n: number) => CountedChallenge) =>
  Array.from({ length: count }, (_, n) => of(n));

describe('an address waits', () => {
  test.each([
    ['after five in an hour, until the first of them is older', times(5, (n) => counted(n + 1)), here, 55],
    ['not after four', times(4, (n) => counted(n)), here, undefined],
    ['after twenty in a day', times(20, (n) => counted(61 * (n + 1))), here, 24 * 60 - 20 * 61],
    ['not for what is an hour old', times(5, (n) => counted(60 + n)), here, undefined],
    ['not for others elsewhere', times(19, (n) => counted(n, { region: 'there' })), here, undefined],
    [
      'for twenty in an hour from everywhere',
      times(20, (n) => counted(n, { region: `${n}` })),
      here,
      60 - 19,
    ],
    [
      'for sixty in a day from everywhere',
      times(60, (n) => counted(20 * (n + 1), { region: `${n}` })),
      here,
      24 * 60 - 1200,
    ],
    ['not in a known browser, whatever strangers do', times(100, (n) => counted(n)), known, undefined],
    ['in a known browser after five of its own', times(5, (n) => counted(n, known)), known, 56],
    ['not because of known browsers', times(5, (n) => counted(n, { knownBrowser: true })), here, undefined],
  ])('%s', (_what, challenges, asked, minutes) => {
    const until = addressWaitsUntil(challenges, asked, NOW);
    expect(until === undefined ? undefined : (until - NOW) / MINUTE).toBe(minutes);
  });

  test('never longer than a day, and never in the past; once it is over, the next one goes', () => {
    const challenge = fc.record({
      at: fc.integer({ min: NOW - 2 * DAY_MS, max: NOW }),
      region: fc.constantFrom('here', 'there'),
      knownBrowser: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(challenge, { maxLength: 120 }), fc.boolean(), (given, knownBrowser) => {
        const challenges = given.toSorted((a, b) => b.at - a.at);
        const asked = { region: 'here', knownBrowser };
        const until = addressWaitsUntil(challenges, asked, NOW);
        if (until === undefined) return;
        expect(until).toBeGreaterThan(NOW);
        expect(until).toBeLessThanOrEqual(NOW + DAY_MS);
        const after = addressWaitsUntil(challenges, asked, until);
        expect(after === undefined || after > until).toBe(true);
      }),
    );
  });
});

describe('a network waits a minute between two', () => {
  test.each([
    ['beyond the hour’s number', { newest: 10, nthOfHour: 50 * 60, nthOfDay: undefined }, 50],
    ['beyond the day’s number', { newest: 10, nthOfHour: 61 * 60, nthOfDay: 20 * 3600 }, 50],
    [
      'not when the number is reached by older ones',
      { newest: 10, nthOfHour: 61 * 60, nthOfDay: undefined },
      undefined,
    ],
    [
      'not when the newest is a minute old',
      { newest: 60, nthOfHour: 50 * 60, nthOfDay: undefined },
      undefined,
    ],
    ['not without any', { newest: undefined, nthOfHour: undefined, nthOfDay: undefined }, undefined],
  ])('%s', (_what, secondsAgo, seconds) => {
    const ago = (s: number | undefined) => (s === undefined ? undefined : NOW - s * 1_000);
    const { newest, nthOfHour, nthOfDay } = secondsAgo;
    const count = { newest: ago(newest), nthOfHour: ago(nthOfHour), nthOfDay: ago(nthOfDay) };
    const until = networkWaitsUntil(count, NOW);
    expect(until === undefined ? undefined : (until - NOW) / 1_000).toBe(seconds);
  });
});

test.each([
  ['192.0.2.77', '192.0.2.77', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.77', '192.0.2.0/24'],
  ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
  ['', 'unknown', 'unknown'],
  ['nonsense', 'unknown', 'unknown'],
])('%s is of the network %s in %s', (address, network, region) => {
  expect(networksOf(address)).toEqual({ network, region });
});
