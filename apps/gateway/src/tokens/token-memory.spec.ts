import { createTokenMemory } from './token-memory.ts';

test('keeps what is in use, and never more than two generations', () => {
  const memory = createTokenMemory<number>(10);
  memory.set('used', 1);
  for (let turn = 0; turn < 100; turn++) {
    memory.set(`once-${turn}`, turn);
    if (turn % 5 === 0) expect(memory.get('used')).toBe(1);
  }
  expect(memory.get('once-0')).toBeUndefined();
  expect(memory.get('once-99')).toBe(99);
});

test('remembers no huge tokens', () => {
  const memory = createTokenMemory<number>();
  memory.set('x'.repeat(2_000), 1);
  expect(memory.get('x'.repeat(2_000))).toBeUndefined();
});
