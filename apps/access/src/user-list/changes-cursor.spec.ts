import { createSealer } from '@gatehouse/runtime';
import { openCursor, sealCursor } from './changes-cursor.ts';

const sealer = createSealer(['a-key']);
// So long that it is not found in a random text by chance.
const position = 410_000_123_456_789;
const cursor = sealCursor(sealer, 'S', { epoch: 'E', position });
const codeOf = (text: string, service = 'S', epoch = 'E') => {
  try {
    openCursor(sealer, service, text, epoch);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

test('a cursor holds its position', () => {
  expect(openCursor(sealer, 'S', cursor, 'E')).toBe(position);
  expect(cursor).not.toContain(`${position}`);
});

test("another service's, or of another key, is none", () => {
  expect(codeOf(cursor, 'T')).toBe('invalid-request');
  expect(codeOf(sealCursor(createSealer(['other']), 'S', { epoch: 'E', position: 1 }))).toBe(
    'invalid-request',
  );
});

test('one of an earlier epoch of the list is gone', () => {
  expect(codeOf(cursor, 'S', 'later')).toBe('gone');
});

test('every single character counts', () => {
  for (let at = 0; at < cursor.length; at++) {
    for (const other of ['A', 'B', '.', '=', '~']) {
      const text = `${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`;
      if (text !== cursor) expect(codeOf(text)).toBe('invalid-request');
    }
    expect(codeOf(cursor.slice(0, at))).toBe('invalid-request');
  }
  for (const text of ['', '.', '0', '1', 'null', `${cursor}=`, `${cursor} `, `${cursor}.x`, '😀']) {
    expect(codeOf(text)).toBe('invalid-request');
  }
});
