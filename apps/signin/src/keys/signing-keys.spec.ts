import {
  compromiseKey,
  dropFormer,
  dueStep,
  FORMER_FOR_MS,
  firstKeys,
  NEXT_FOR_MS,
  rotateKeys,
} from './signing-keys.domain.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00.000Z');
const key = (kid: string) => ({
  kid,
  sealed: `sealed ${kid}`,
  publicKey: { kty: 'RSA' as const, n: kid, e: 'AQAB' },
});
const first = firstKeys(key('a'), key('b'), START);
const shown = ({ keys }: typeof first) => keys.map(({ kid, state }) => `${kid} ${state}`);

test('a key signs for its days, and its successor was published for a day before', () => {
  expect(dueStep(first, START + 90 * DAY_MS - 1, 90)).toBeUndefined();
  expect(dueStep(first, START + 90 * DAY_MS, 90)).toBe('rotate');
  expect(dueStep(first, START + DAY_MS / 4, 0.25)).toBeUndefined();
  expect(dueStep(first, START + NEXT_FOR_MS, 0.25)).toBe('rotate');
  expect(dueStep(first, START + 10_000 * DAY_MS, 0)).toBeUndefined();
});

test('exactly one is current, whatever is done', () => {
  const rotated = rotateKeys(first, key('c'), START + 1);
  expect(shown(rotated)).toEqual(['b current', 'c next', 'a former']);
  expect(shown(rotateKeys(rotated, key('d'), START + 2))).toEqual([
    'c current',
    'd next',
    'b former',
    'a former',
  ]);
});

test('a former key is dropped once what it signed has run out, and a day later', () => {
  const rotated = rotateKeys(first, key('c'), START);
  expect(dueStep(rotated, START + FORMER_FOR_MS - 1, 90)).toBeUndefined();
  expect(dueStep(rotated, START + FORMER_FOR_MS, 90)).toBe('drop');
  expect(shown(dropFormer(rotated, START + FORMER_FOR_MS))).toEqual(['b current', 'c next']);
});

test('a compromised key is gone at once, and what it may have signed for ends', () => {
  const at = START + 5;
  const ofCurrent = compromiseKey(first, 'a', key('c'), at);
  expect([ofCurrent && shown(ofCurrent.state), ofCurrent?.endsSessionsBefore]).toEqual([
    ['b current', 'c next'],
    at,
  ]);
  const ofNext = compromiseKey(first, 'b', key('c'), at);
  expect([ofNext && shown(ofNext.state), ofNext?.endsSessionsBefore]).toEqual([
    ['a current', 'c next'],
    undefined,
  ]);
  const rotated = rotateKeys(first, key('c'), START + 1);
  const ofFormer = compromiseKey(rotated, 'a', key('d'), at);
  expect([ofFormer && shown(ofFormer.state), ofFormer?.endsSessionsBefore]).toEqual([
    ['b current', 'c next'],
    START + 1,
  ]);
  expect(compromiseKey(first, 'x', key('c'), at)).toBeUndefined();
});
