import { canonicalJson, isIdempotencyKey, keyedRequest, precedentOf } from './idempotency.ts';

const NOW = Date.parse('2026-03-01T10:00:00.000Z');
const DAY = 86_400_000;
const request = keyedRequest('client', 'service', 'key', '{}');

test('bodies are compared as JSON', () => {
  const one = canonicalJson({ a: 1, b: { c: [1, 'x', null], d: true } });
  expect(one).toBe('{"a":1,"b":{"c":[1,"x",null],"d":true}}');
  expect(canonicalJson({ b: { d: true, c: [1.0, 'x', null] }, a: 1 })).toBe(one);
  expect(canonicalJson({ a: 1, b: { c: ['x', 1, null], d: true } })).not.toBe(one);
  expect(canonicalJson({ a: '1' })).not.toBe(canonicalJson({ a: 1 }));
});

test('however deep they are', () => {
  const nested = (depth: number) => canonicalJson(JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`));
  expect(nested(50_000)).toBe(nested(50_000));
  expect(nested(50_000)).not.toBe(nested(49_999));
});

test.each([
  ['k', true],
  ['a key with spaces', true],
  ['k'.repeat(255), true],
  ['k'.repeat(256), false],
  ['', false],
  ['é', false],
])('%s as a key', (key, sound) => expect(isIdempotencyKey(key)).toBe(sound));

test('the invitation id is made from client, service and key', () => {
  const same = keyedRequest('client', 'service', 'key', '{"other":1}');
  expect(same.invitationId(0)).toBe(request.invitationId(0));
  for (const other of [
    keyedRequest('other', 'service', 'key', '{}'),
    keyedRequest('client', 'other', 'key', '{}'),
    keyedRequest('client', 'service', 'other', '{}'),
  ]) {
    expect(other.invitationId(0)).not.toBe(request.invitationId(0));
  }
});

test('a key is the same, another body, or after 24 hours something new', () => {
  const first = precedentOf(request, undefined, NOW);
  if (first.known !== undefined) throw new Error('nothing was before');
  const last = { _id: first.invitationId, idempotency: first.idempotency };
  expect(precedentOf(request, last, NOW + DAY - 1)).toEqual({ known: first.invitationId });
  const other = keyedRequest('client', 'service', 'key', '{"other":1}');
  expect(() => precedentOf(other, last, NOW)).toThrow('This Idempotency-Key was used with another body');
  const { hash: _erased, ...erased } = first.idempotency;
  expect(precedentOf(request, { ...last, idempotency: erased }, NOW)).toEqual({ known: first.invitationId });
  const anew = precedentOf(request, last, NOW + DAY);
  expect(anew).toMatchObject({ idempotency: { use: 1 } });
  expect(anew).not.toMatchObject({ invitationId: first.invitationId });
});
