import type { OutboxEntry } from '@gatehouse/store';
import { createOutboxRoom } from './outbox-room.ts';

/** An outbox in which so many documents wait at each look. */
function outboxOf(waiting: (look: number) => number) {
  let looks = 0;
  const entry = (n: number): OutboxEntry => ({ collection: 'grants', id: `${n}`, events: [] });
  return {
    looks: () => looks,
    read: async (limit: number) =>
      Array.from({ length: Math.min(limit, waiting(looks++)) }, (_, n) => entry(n)),
  };
}

test('nobody waits while few events do', async () => {
  const outbox = outboxOf(() => 99);
  await createOutboxRoom(outbox)();
  expect(outbox.looks()).toBe(1);
});

test('whoever has written many waits until they are published', async () => {
  const outbox = outboxOf((look) => (look < 3 ? 2_000 : 0));
  await createOutboxRoom(outbox)();
  expect(outbox.looks()).toBe(4);
});

test('a log that is away stops no work for good', async () => {
  const outbox = outboxOf(() => 2_000);
  await createOutboxRoom(outbox)();
  expect(outbox.looks()).toBeGreaterThan(1);
});
