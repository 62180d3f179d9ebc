import { createPrinter } from '../printing/printer.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { scriptApi } from '../testing/scripted-api.ts';
import { followRebuild } from './follow-rebuild.ts';

const TARGET = '/manage/read-models/people';
const building = (more: object = {}) => ({
  name: 'people',
  generation: 'people-1',
  rebuilding: { run: 'abc', status: 'building', handled: 1, total: 3, deadLetters: 0, ...more },
});
const read = { name: 'people', generation: 'people-1.abc', rebuilding: { run: 'abc', status: 'clearing' } };

function following(states: readonly unknown[]) {
  const terminal = captureTerminal();
  const left = [...states];
  const api = scriptApi({ [`GET ${TARGET}`]: () => left.shift() });
  const context = { api, terminal, print: createPrinter(terminal, false) };
  return { terminal, api, followed: followRebuild(context, TARGET, building(), 0) };
}

describe('following a rebuild', () => {
  test('ends when the new generation is read', async () => {
    const { followed, api } = following([building(), building({ handled: 3 }), read]);
    expect(await followed).toEqual(read);
    expect(api.calls).toHaveLength(3);
  });

  test('says once that records could not be processed', async () => {
    const { followed, terminal } = following([
      building({ deadLetters: 1 }),
      building({ deadLetters: 2 }),
      read,
    ]);
    await followed;
    expect(terminal.written.err.match(/could not be processed/g)).toHaveLength(1);
  });

  test.each([
    ['is being cleared away', { generation: 'people-1', rebuilding: { run: 'abc', status: 'clearing' } }],
    ['is gone', { generation: 'people-1' }],
    ['is followed by another', { generation: 'people-1', rebuilding: { run: 'def', status: 'building' } }],
  ])('fails where the rebuild was given up and %s', async (_, state) => {
    const { followed } = following([building(), state]);
    await expect(followed).rejects.toMatchObject({ name: 'Refused' });
  });
});
