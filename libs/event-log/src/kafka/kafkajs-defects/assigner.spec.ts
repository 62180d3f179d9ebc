import { shareOut } from './assigner.ts';

describe('shareOut', () => {
  const partitionsOf = new Map([
    ['a', [2, 0, 1]],
    ['b', [0, 1, 2]],
  ]);

  test('gives one member everything', () => {
    expect(shareOut(new Map([['one', ['a', 'b']]]), partitionsOf)).toEqual(
      new Map([['one', { a: [0, 1, 2], b: [0, 1, 2] }]]),
    );
  });

  test('balances over all topics', () => {
    const topicsOf = new Map([
      ['two', ['a', 'b']],
      ['one', ['a', 'b']],
    ]);
    expect(shareOut(topicsOf, partitionsOf)).toEqual(
      new Map([
        ['one', { a: [0, 2], b: [1] }],
        ['two', { a: [1], b: [0, 2] }],
      ]),
    );
  });

  test('gives a topic only to those that subscribe to it', () => {
    const topicsOf = new Map([
      ['newer', ['a', 'b']],
      ['older', ['a']],
      ['other', ['c']],
    ]);
    const shares = shareOut(topicsOf, partitionsOf);
    expect(shares.get('newer')?.b).toEqual([0, 1, 2]);
    expect(shares.get('older')).not.toHaveProperty('b');
    expect(shares.get('other')).toEqual({});
  });
});
