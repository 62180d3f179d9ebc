import { Membership, SILENCE_MS } from './membership.ts';

describe('Membership', () => {
  test('begins with the first joining and is interrupted by each later one', () => {
    const membership = new Membership(0);
    expect(membership.joined).toBe(false);
    membership.joiningBegins(0);
    membership.joins(0);
    expect(membership.joined).toBe(true);
    membership.joiningBegins(0);
    expect(membership.joined).toBe(false);
  });

  test('a member may fetch as it likes', () => {
    const membership = new Membership(0);
    membership.joins(0);
    expect(Array.from({ length: 5 }, () => membership.mayFetch(1, [1]))).not.toContain(false);
  });

  test('one that fetches on after a joining, without joining again, is no member', () => {
    const membership = new Membership(0);
    membership.joins(0);
    membership.joiningBegins(0);
    expect(membership.mayFetch(1, [1])).toBe(true);
    expect(membership.mayFetch(1, [1])).toBe(false);
  });

  test('each joining that begins is waited for', () => {
    const membership = new Membership(0);
    membership.joiningBegins(0);
    membership.mayFetch(1, [1]);
    membership.joiningBegins(0);
    expect(membership.mayFetch(1, [1])).toBe(true);
  });

  test('while the fetches of one broker wait for a joining, those of the others go on', () => {
    const membership = new Membership(0);
    membership.joiningBegins(0);
    const others = [2, 3, 2, 3, 2, 3, 2, 3].map((broker) => membership.mayFetch(broker, [1, 2, 3]));
    expect(others).not.toContain(false);
    expect([1, 1].map((broker) => membership.mayFetch(broker, [1, 2, 3]))).toEqual([true, false]);
  });

  test.each(['joiningBegins', 'joins', 'heartbeat'] as const)('%s is a sign of life', (sign) => {
    const membership = new Membership(0);
    membership[sign](1);
    expect(membership.isSilent(SILENCE_MS)).toBe(false);
    expect(membership.isSilent(SILENCE_MS + 1)).toBe(true);
  });

  test('a fetch is none', () => {
    const membership = new Membership(0);
    membership.joins(0);
    membership.mayFetch(1, [1]);
    expect(membership.isSilent(SILENCE_MS)).toBe(true);
  });
});
