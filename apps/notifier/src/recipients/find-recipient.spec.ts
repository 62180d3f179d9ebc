import { type FindRecipientDependencies, foundIn, recipientFinder } from './find-recipient.ts';
import type { Recipient } from './recipients.store.ts';

const ANN: Recipient = { id: 'A', state: 'present', email: 'ann@example.org' };
const stored = (state: Recipient, entityVersion: number) => ({ _id: 'A', version: 1, entityVersion, state });

/** What is found at version 5, and how often the log's end was waited for. */
async function found(given: Partial<FindRecipientDependencies>) {
  let waited = 0;
  const find = recipientFinder({
    isSeen: () => false,
    get: async () => undefined,
    ...given,
    async reachEnd(timeoutMs) {
      waited++;
      return given.reachEnd?.(timeoutMs) ?? true;
    },
  });
  return { recipient: await find({ userId: 'A', userVersion: 5 }), waited };
}

describe('recipientFinder', () => {
  test('takes what was stored at the version or later as it is', async () => {
    expect(await found({ get: async () => stored(ANN, 5) })).toEqual({
      recipient: { address: 'ann@example.org' },
      waited: 0,
    });
  });

  test('takes an earlier one as it is where the version was seen', async () => {
    expect(await found({ get: async () => stored(ANN, 2), isSeen: () => true })).toMatchObject({
      recipient: { address: 'ann@example.org' },
      waited: 0,
    });
  });

  test('else reads again at the end of the log: what it had may have been of another person', async () => {
    const states = [stored(ANN, 2), stored({ id: 'A', state: 'removed' }, 4)];
    expect(await found({ get: async () => states.shift() })).toEqual({ recipient: 'removed', waited: 1 });
  });

  test('knows nothing while the end of the log is out of reach', async () => {
    const given = { get: async () => stored(ANN, 2), reachEnd: async () => false };
    expect(await found(given)).toEqual({ recipient: 'unknown', waited: 1 });
  });
});

test.each<[string, Recipient | undefined, unknown]>([
  ['nobody', undefined, 'unknown'],
  ['a person', ANN, { address: 'ann@example.org' }],
  [
    'a person who chose a language',
    { ...ANN, language: 'cy' },
    { address: 'ann@example.org', language: 'cy' },
  ],
  ['a person without an address', { id: 'A', state: 'present' }, 'unknown'],
  ['the same incarnation', { ...ANN, incarnation: 5 }, { address: 'ann@example.org' }],
  ['a later incarnation', { ...ANN, incarnation: 6 }, 'removed'],
  ['who was removed', { id: 'A', state: 'removed' }, 'removed'],
])('%s at version 5 is %j', (_who, state, expected) => {
  expect(foundIn(state && { state }, 5)).toEqual(expected);
});
