import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testing';
import { openSqliteEventLog, type SqliteEventLog } from './sqlite-event-log.ts';

const TOPIC = 'things.v1';
/** Longer than any test. */
const FOR_EVER_MS = 3_600_000;

describe('records that linger on SQLite', () => {
  let dataDir: string;
  let log: SqliteEventLog;
  let batches: string[][];

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-lingering-'));
    log = await openSqliteEventLog({ dataDir, now: Date.now });
    await log.ensureTopics([{ name: TOPIC }]);
    batches = [];
  });
  afterEach(async () => {
    await log.close();
    rmSync(dataDir, { recursive: true });
  });

  const lingering = () =>
    log.consume({
      group: 'group',
      topics: [TOPIC],
      batchSize: 3,
      lingerMs: FOR_EVER_MS,
      handle: async (records) => void batches.push(records.map(({ key }) => key)),
    });

  async function publishOneByOne(...keys: string[]): Promise<void> {
    const publisher = await log.publisher('spec');
    for (const key of keys) await publisher.publish([{ topic: TOPIC, key, value: '{}' }]);
  }

  test('are handed over together, at once when somebody waits for the end', async () => {
    const consumer = await lingering();
    await consumer.caughtUp;
    await publishOneByOne('a', 'b');
    expect(await consumer.reachEnd(30_000)).toBe(true);
    expect(batches).toEqual([['a', 'b']]);
  });

  test('do not linger where a batch is full', async () => {
    await publishOneByOne('a', 'b', 'c', 'd');
    const consumer = await lingering();
    await eventually(() => expect(batches[0]).toEqual(['a', 'b', 'c']));
    await consumer.caughtUp;
    expect(batches.flat()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('stay for the next consumer where theirs is closed', async () => {
    const first = await lingering();
    await first.caughtUp;
    await publishOneByOne('a');
    await first.close();
    expect(batches).toEqual([]);
    const second = await lingering();
    await second.caughtUp;
    expect(batches).toEqual([['a']]);
  });
});
