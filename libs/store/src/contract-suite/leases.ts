import { eventually } from '@gatehouse/testing';
import type { ContractContext } from './fixture.ts';

const LONG_MS = 60_000;

export function leaseContract({ store, openAnother }: ContractContext): void {
  describe('a lease', () => {
    test('is one holder’s, who may renew it, and another lease is another’s', async () => {
      const lease = store().lease('relay');
      expect(await lease.acquire('one', LONG_MS)).toBe(true);
      expect(await lease.acquire('two', LONG_MS)).toBe(false);
      expect(await lease.acquire('one', LONG_MS)).toBe(true);
      expect(await store().lease('projector').acquire('two', LONG_MS)).toBe(true);
    });

    test('is free once given up, by its holder only', async () => {
      const lease = store().lease('relay');
      await lease.acquire('one', LONG_MS);
      await lease.release('two');
      expect(await lease.acquire('two', LONG_MS)).toBe(false);
      await lease.release('one');
      expect(await lease.acquire('two', LONG_MS)).toBe(true);
    });

    test('runs out, goes to a successor, and is then lost to its old holder', async () => {
      const lease = store().lease('relay');
      const successor = (await openAnother()).lease('relay');
      expect(await lease.acquire('one', 300)).toBe(true);
      expect(await successor.acquire('two', LONG_MS)).toBe(false);
      await eventually(async () => expect(await successor.acquire('two', LONG_MS)).toBe(true));
      expect(await lease.acquire('one', LONG_MS)).toBe(false);
    });

    test('that many try for at once goes to one', async () => {
      const stores = [store(), await openAnother()];
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, n) => stores[n % 2]?.lease('relay').acquire(`holder ${n}`, LONG_MS)),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
    });
  });
}
