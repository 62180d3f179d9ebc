import { rememberVersions } from './latest-versions.ts';

describe('rememberVersions', () => {
  test('a version is handled where it or a newer one was', () => {
    const latest = rememberVersions(10);
    expect(latest.isHandled('a', 1)).toBe(false);
    latest.note('a', 2);
    expect([1, 2, 3].map((version) => latest.isHandled('a', version))).toEqual([true, true, false]);
    expect(latest.isHandled('b', 1)).toBe(false);
  });

  test('forgets who was handled longest ago', () => {
    const latest = rememberVersions(2);
    for (const entity of ['a', 'b', 'a', 'c']) latest.note(entity, 1);
    expect(['a', 'b', 'c'].map((entity) => latest.isHandled(entity, 1))).toEqual([true, false, true]);
  });
});
