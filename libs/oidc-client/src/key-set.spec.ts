import { generateKeyPairSync } from 'node:crypto';
import { createKeySet } from './key-set.ts';
import type { VerificationKey } from './verification-key.ts';

const { publicKey: key } = generateKeyPairSync('ed25519');
const named = (kid: string): VerificationKey => ({ kid, algorithms: ['EdDSA'], key });
const header = (kid: string) => ({ alg: 'EdDSA' as const, kid });
const MINUTE = 60_000;

let now: number;
let published: readonly VerificationKey[];
let isAway: boolean;
let readings: number;

beforeEach(() => {
  [now, published, isAway, readings] = [1_800_000_000_000, [named('a')], false, 0];
});

function keySet() {
  return createKeySet({
    now: () => now,
    async read() {
      readings++;
      if (isAway) throw new Error('away');
      return published;
    },
  });
}

const found = async (set: ReturnType<typeof keySet>, kid: string, use: 'sign-in' | 'logout' = 'sign-in') =>
  (await set.fitting(header(kid), use)).length > 0;

test('keys serve five minutes without being read again', async () => {
  const set = keySet();
  await found(set, 'a');
  now += 5 * MINUTE - 1;
  await found(set, 'a');
  expect(readings).toBe(1);
  now += 1;
  await found(set, 'a');
  expect(readings).toBe(2);
});

test('a key that is gone is gone after five minutes', async () => {
  const set = keySet();
  await found(set, 'a');
  published = [named('b')];
  now += 5 * MINUTE;
  expect(await found(set, 'a')).toBe(false);
});

test('a new key is found at once, and unknown ones are looked for once a minute', async () => {
  const set = keySet();
  await found(set, 'a');
  published = [named('a'), named('b')];
  expect(await found(set, 'b')).toBe(true);
  expect(readings).toBe(2);
  for (const kid of ['c', 'd', 'e']) expect(await found(set, kid)).toBe(false);
  expect(readings).toBe(2);
  now += MINUTE;
  expect(await found(set, 'c')).toBe(false);
  expect(readings).toBe(3);
});

test('logout tokens with unknown keys spend nothing of what sign-ins have', async () => {
  const set = keySet();
  await found(set, 'a');
  for (const kid of ['x', 'y', 'z']) await found(set, kid, 'logout');
  expect(readings).toBe(2);
  published = [named('b')];
  expect(await found(set, 'b')).toBe(true);
});

test('an unknown key that is looked for in keys just read asks no second time', async () => {
  expect(await found(keySet(), 'unknown')).toBe(false);
  expect(readings).toBe(1);
});

test('while the provider is away its last keys serve an hour, and are asked for once a minute', async () => {
  const set = keySet();
  await found(set, 'a');
  isAway = true;
  now += 5 * MINUTE;
  for (let tries = 0; tries < 3; tries++) expect(await found(set, 'a')).toBe(true);
  expect(readings).toBe(2);
  now += MINUTE;
  expect(await found(set, 'a')).toBe(true);
  expect(readings).toBe(3);
  now += 54 * MINUTE;
  await expect(found(set, 'a')).rejects.toThrow('away');
});

test('keys that were never had are asked for at each need', async () => {
  isAway = true;
  const set = keySet();
  await expect(found(set, 'a')).rejects.toThrow('away');
  isAway = false;
  expect(await found(set, 'a')).toBe(true);
});

test('who needs keys at the same time waits for one reading', async () => {
  const set = keySet();
  await Promise.all(Array.from({ length: 20 }, () => found(set, 'a')));
  expect(readings).toBe(1);
});
