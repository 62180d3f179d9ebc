import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogRecord, OutgoingRecord, Publisher } from '../port.ts';
import { openSqliteEventLog, type SqliteEventLog } from '../sqlite/sqlite-event-log.ts';
import { type CopyProgress, copyTopic, NOTHING_COPIED } from './copy-topic.ts';
import { readToEnd } from './read-to-end.ts';
import { digestTopic } from './topic-digest.ts';

const TOPIC = 'things.v1';
const MARKS = 'marks';
let directory: string;
let from: SqliteEventLog;
let to: SqliteEventLog;
let publisher: Publisher;
/** A second after each look, so that every record has a time of its own. */
let at: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-copy-'));
  at = Date.UTC(2026, 0, 1);
  const now = () => (at += 1_000);
  from = await openSqliteEventLog({ dataDir: join(directory, 'from'), now });
  to = await openSqliteEventLog({ dataDir: join(directory, 'to'), now: () => 5 });
  await from.ensureTopics([{ name: TOPIC }, { name: 'other' }]);
  await to.ensureTopics([{ name: TOPIC }, { name: MARKS }]);
  publisher = await to.publisher('copy');
});
afterEach(async () => {
  await Promise.all([from.close(), to.close()]);
  await rm(directory, { recursive: true });
});

async function fill(count: number, value: (n: number) => unknown = (n) => n): Promise<void> {
  const filling = await from.publisher('fill');
  for (let n = 0; n < count; n++) {
    const record = { topic: TOPIC, key: `k${n % 7}`, value: JSON.stringify(value(n)) };
    await filling.publish([record, { topic: 'other', key: 'x', value: '0' }]);
  }
  await filling.close();
}

function copy(copied: CopyProgress = NOTHING_COPIED, through = publisher): Promise<CopyProgress> {
  const markOf = (so: CopyProgress): OutgoingRecord => ({
    topic: MARKS,
    key: TOPIC,
    value: JSON.stringify(so),
  });
  return copyTopic({
    from,
    topic: TOPIC,
    publisher: through,
    copied,
    partitionKeyOf: () => undefined,
    markOf,
  });
}

async function recordsOf(log: SqliteEventLog, topic = TOPIC): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  await readToEnd(log, [topic], (some) => void all.push(...some));
  return all;
}

const content = ({ key, value, timestamp }: LogRecord) => ({ key, value, timestamp });

test('all records, in order, with their times; then nothing more', async () => {
  await fill(250);
  const copied = await copy();
  expect(copied.records).toBe(250);
  const original = (await recordsOf(from)).map(content);
  expect((await recordsOf(to)).map(content)).toEqual(original);
  expect((await copy(copied)).records).toBe(250);
  expect(await recordsOf(to)).toHaveLength(250);
  const digests = await Promise.all([from, to].map((log) => digestTopic({ log, topic: TOPIC })));
  expect(digests[0]).toEqual(digests[1]);
  expect(digests[0]?.keys).toBe(7);
});

test.each([
  [1, 'before'],
  [1, 'after'],
  [2, 'before'],
  [2, 'after'],
  [3, 'before'],
  [3, 'after'],
])('cut off at publish %i, %s it happened: the marks say where to go on', async (cut, when) => {
  await fill(250);
  let publishes = 0;
  const dying: Publisher = {
    ...publisher,
    async publish(records) {
      publishes++;
      if (publishes < cut || when === 'after') await publisher.publish(records);
      if (publishes === cut) throw new Error('killed');
    },
  };
  await expect(copy(NOTHING_COPIED, dying)).rejects.toThrow('killed');
  const last = (await recordsOf(to, MARKS)).at(-1)?.value;
  expect((await copy(last === undefined ? NOTHING_COPIED : JSON.parse(last))).records).toBe(250);
  expect((await recordsOf(to)).map(content)).toEqual((await recordsOf(from)).map(content));
});

test('large records are published in parts that the log takes', async () => {
  await fill(12, (n) => `${n}${'x'.repeat(100 * 1024)}`);
  expect((await copy()).records).toBe(12);
  expect((await recordsOf(to)).map(content)).toEqual((await recordsOf(from)).map(content));
});

test('a digest is of the last values: what compaction takes changes nothing, another last value does', async () => {
  await fill(20);
  const digest = () => digestTopic({ log: from, topic: TOPIC });
  const before = await digest();
  at += 3 * 86_400_000;
  expect(await from.compact()).toBeGreaterThan(0);
  expect(await digest()).toEqual(before);
  await fill(1, () => 'newer');
  expect((await digest()).digest).not.toBe(before.digest);
});
