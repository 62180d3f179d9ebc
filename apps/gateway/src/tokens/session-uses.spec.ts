import type { PersonCaller } from '@gatehouse/http';
import { createSessionUses } from './session-uses.ts';

const caller = (sessionId: string): PersonCaller => ({
  ...{ kind: 'person', userId: 'U', clientId: 'console', scopes: ['me'], sessionId },
});
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function uses(answer: () => Promise<number>) {
  const told: string[] = [];
  const errors: unknown[] = [];
  const note = createSessionUses({
    credentialOf: ({ sessionId }) => sessionId,
    onError: (error) => errors.push(error),
    tell(credential) {
      told.push(credential);
      return answer();
    },
  });
  return { note, told, errors };
}

test('each session is told of once in the time that sign-in names', async () => {
  const { note, told } = uses(async () => 60_000);
  for (const at of [0, 1, 500]) note(caller('A'), at);
  note(caller('B'), 500);
  expect(told).toEqual(['A', 'B']);
  await settled();
  note(caller('A'), 59_999);
  expect(told).toEqual(['A', 'B']);
  note(caller('A'), 60_000);
  expect(told).toEqual(['A', 'B', 'A']);
});

test('what could not be told is told again a second later, and no call fails', async () => {
  const away = new Error('away');
  const { note, told, errors } = uses(() => Promise.reject(away));
  note(caller('A'), 0);
  await settled();
  note(caller('A'), 999);
  note(caller('A'), 1_000);
  await settled();
  expect([told, errors]).toEqual([
    ['A', 'A'],
    [away, away],
  ]);
});

test('however many sessions there are, no more are remembered than fit', () => {
  const { note, told } = uses(() => new Promise(() => {}));
  for (let n = 0; n < 25_000; n++) note(caller(String(n)), 0);
  expect(told).toHaveLength(25_000);
  note(caller('24999'), 1);
  expect(told).toHaveLength(25_000);
});
