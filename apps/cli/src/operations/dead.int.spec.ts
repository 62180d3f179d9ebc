import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@gatehouse/contracts';
import { type EventLog, openEventLog, type Subscription, subscribe } from '@gatehouse/event-log';
import { run } from '../run.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';

describe('gatehouse dead', () => {
  const topic = topics.users.name;
  let dataDir: string;
  let log: EventLog;
  let subscription: Subscription;
  let isBroken: boolean;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-cli-dead-'));
    log = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
    await log.ensureTopics([topics.users]);
    const publisher = await log.publisher('spec');
    await publisher.publish([
      { topic, key: 'U1', value: '{"n":1}' },
      { topic, key: 'U2', value: '{"n":2}' },
    ]);
    isBroken = true;
    subscription = await subscribe({
      log,
      group: 'spec.readers',
      topics: [topic],
      now: Date.now,
      async handle() {
        if (isBroken) throw new TypeError('cannot');
        return { status: 'done' };
      },
    });
    await subscription.caughtUp;
  });
  afterEach(async () => {
    await subscription.close();
    await log.close();
    rmSync(dataDir, { recursive: true });
  });

  async function gatehouse(...args: string[]) {
    const terminal = captureTerminal({ DATA_DIR: dataDir });
    const exitCode = await run(['dead', ...args], terminal);
    return { exitCode, ...terminal.written };
  }

  async function open(): Promise<{ id: string; key: string }[]> {
    return JSON.parse((await gatehouse('list', '--json')).out).deadLetters;
  }

  test('list shows what and why, show the whole record', async () => {
    const { exitCode, out } = await gatehouse('list');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^id +group +topic +key +at +reason/);
    expect(out).toMatch(/spec\.readers +directory\.users\.v1 +U1 .* TypeError: cannot/);
    expect((await gatehouse('list', '--group', 'other')).out).not.toContain('U1');
    const [first] = await open();
    const shown = JSON.parse((await gatehouse('show', first?.id ?? '', '--json')).out);
    expect(shown.record).toMatchObject({ topic, key: first?.key, value: expect.stringContaining('"n"') });
  });

  test('replay: the group tries again, and it is told what became of it', async () => {
    const [first] = await open();
    const id = first?.id ?? '';
    expect((await gatehouse('replay', id)).out).toMatch(new RegExp(`${id} +died again +TypeError: cannot`));
    isBroken = false;
    expect((await gatehouse('replay', '--all')).out).toMatch(new RegExp(`${id} +handled`));
    expect(await open()).toEqual([]);
  });

  test('replay: a group that does not run is waited for no longer than one wants', async () => {
    await subscription.close();
    const { exitCode, out } = await gatehouse('replay', '--all', '--wait', '0');
    expect(exitCode).toBe(0);
    expect(out).toContain('spec.readers has not come to it');
  });

  test('replay: what was never published is not waited for, and says what heals it', async () => {
    const letter = {
      ...{ id: 'L1', status: 'open', group: 'relay.directory', topic, partition: -1, offset: '0', key: 'U3' },
      ...{ reason: 'a record of 70000 bytes, of at most 65475', at: new Date().toISOString() },
    };
    const publisher = await log.publisher('spec');
    await publisher.publish([{ topic: `${topic}.dead`, key: letter.id, value: JSON.stringify(letter) }]);
    const { out } = await gatehouse('replay', 'L1');
    expect(out).toMatch(/L1 +not tried +its topic took no record as large/);
    expect((await gatehouse('discard', 'L1', '--yes')).out).toBe('Discarded: 1\n');
  });

  test('discard closes', async () => {
    expect((await gatehouse('discard', '--all', '--group', 'other', '--yes')).out).toBe('Discarded: 0\n');
    expect((await gatehouse('discard', '--all', '--yes')).out).toBe('Discarded: 2\n');
    expect(await open()).toEqual([]);
  });

  test('what there is not is refused, and nobody is meant where nobody is named', async () => {
    expect(await gatehouse('show', 'none')).toMatchObject({ exitCode: 1 });
    expect(await gatehouse('replay', 'none')).toMatchObject({ exitCode: 1 });
    expect(await gatehouse('discard', '--yes')).toMatchObject({ exitCode: 2 });
  });
});
