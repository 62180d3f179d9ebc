import type { Document } from '@gatehouse/store';
import { gatheredLookups } from './gathered-lookups.ts';

describe('gatheredLookups', () => {
  test('what is asked in one moment is read together', async () => {
    const asked: (readonly string[])[] = [];
    const isThere = gatheredLookups<Document>({
      async getMany(ids) {
        asked.push(ids);
        return [{ _id: 'b', version: 1 }];
      },
    });
    expect(await Promise.all(['a', 'b', 'c'].map(isThere))).toEqual([false, true, false]);
    expect(await isThere('b')).toBe(true);
    expect(asked).toEqual([['a', 'b', 'c'], ['b']]);
  });

  test('a failure is told to all who asked, and to no later one', async () => {
    let away = true;
    const isThere = gatheredLookups<Document>({
      async getMany() {
        if (away) throw new Error('away');
        return [];
      },
    });
    const settled = await Promise.allSettled(['a', 'b'].map(isThere));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect(await isThere('a')).toBe(false);
  });
});
