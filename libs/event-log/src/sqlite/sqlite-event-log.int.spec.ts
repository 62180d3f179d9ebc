import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { eventually } from '@gatehouse/testing';
import { describeEventLog } from '../contract-suite/describe-event-log.ts';
import type { LogRecord } from '../port.ts';
import { suspend } from '../testing/suspend.ts';
import { openSqliteEventLog, type SqliteEventLog } from './sqlite-event-log.ts';

/** For what another process has to do first. */
const PATIENT = { timeoutMs: 40_000 };
const DAY_MS = 86_400_000;
const TOPIC = 'things.v1';

function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'gatehouse-event-log-'));
}

describeEventLog('sqlite', async () => {
  const dataDir = temporaryDirectory();
  return {
    open: () => openSqliteEventLog({ dataDir, now: Date.now }),
    async end() {
      rmSync(dataDir, { recursive: true });
    },
  };
});

describe('event log on SQLite', () => {
  let dataDir: string;
  let log: SqliteEventLog;
  let clock: number;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    dataDir = temporaryDirectory();
    clock = Date.now();
    log = await openSqliteEventLog({ dataDir, now: () => clock });
    await log.ensureTopics([{ name: TOPIC }]);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await log.close();
    rmSync(dataDir, { recursive: true });
  });

  function secondProcess(mode: 'publish' | 'consume', group = ''): { child: ChildProcess; lines: string[] } {
    const program = join(import.meta.dirname, '../testing/sqlite-process.ts');
    const child = spawn(process.execPath, [program, mode, dataDir, TOPIC, group], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    children.push(child);
    return { child, lines };
  }

  async function publish(...values: [key: string, value: string][]): Promise<void> {
    const publisher = await log.publisher('spec');
    await publisher.publish(values.map(([key, value]) => ({ topic: TOPIC, key, value })));
    await publisher.close();
  }

  async function contents(topic = TOPIC): Promise<string[]> {
    const values: string[] = [];
    const handle = async (records: readonly LogRecord[]) =>
      void values.push(...records.map((each) => each.value));
    const consumer = await log.consume({ topics: [topic], handle });
    await consumer.caughtUp;
    await consumer.close();
    return values;
  }

  describe('with a second process', () => {
    test('its files are for their owner alone: events hold names and addresses', () => {
      for (const name of ['events.sqlite', 'events.sqlite-wal']) {
        expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
      }
    });

    test('its records are seen by polling, and a kill loses nothing that was acknowledged', async () => {
      const seen: string[] = [];
      await log.consume({
        topics: [TOPIC],
        async handle(records) {
          seen.push(...records.map(({ value }) => value));
        },
      });
      const { child, lines } = secondProcess('publish');
      await eventually(() => expect(seen.length).toBeGreaterThan(50), PATIENT);
      child.kill('SIGKILL');
      await eventually(() => expect(child.signalCode).toBe('SIGKILL'));
      const acknowledged = Number(lines.at(-1));
      const kept = await contents();
      expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
      expect(kept).toEqual(kept.map((_, index) => `${index + 1}`));
      await eventually(() => expect(seen).toEqual(kept), PATIENT);
    });

    test('one consumer of a group at a time, and a killed one is replaced', async () => {
      const { child, lines } = secondProcess('consume', 'group');
      await publish(['a', '1']);
      await eventually(() => expect(lines).toEqual(['1']), PATIENT);
      const values: string[] = [];
      await log.consume({
        group: 'group',
        topics: [TOPIC],
        async handle(records) {
          values.push(...records.map(({ value }) => value));
        },
      });
      await publish(['a', '2']);
      await eventually(() => expect(lines).toEqual(['1', '2']), PATIENT);
      expect(values).toEqual([]);
      child.kill('SIGKILL');
      await eventually(() => expect(child.signalCode).toBe('SIGKILL'));
      // What it held would run out in ten minutes: it is free since its process is gone.
      const file = new DatabaseSync(join(dataDir, 'events.sqlite'));
      file.exec(`PRAGMA busy_timeout = 10000; UPDATE leases SET expires_at = expires_at + 600000`);
      file.close();
      await publish(['a', '3']);
      await eventually(() => expect(values.at(-1)).toBe('3'), PATIENT);
    });

    test('a suspended consumer loses its topic, and does not commit after its successor', async () => {
      const { child, lines } = secondProcess('consume', 'group');
      await publish(['a', '1']);
      await eventually(() => expect(lines).toEqual(['1']), PATIENT);
      await suspend(child, join(dataDir, 'events.sqlite'));
      await publish(['a', '2']);
      const values: string[] = [];
      const consumer = await log.consume({
        group: 'group',
        topics: [TOPIC],
        async handle(records) {
          values.push(...records.map(({ value }) => value));
        },
      });
      await consumer.caughtUp;
      expect(values.at(-1)).toBe('2');
      child.kill('SIGCONT');
      await publish(['a', '3']);
      await eventually(() => expect(values.at(-1)).toBe('3'), PATIENT);
      await eventually(async () => expect((await consumer.lag()).get(TOPIC)).toBe(0), PATIENT);
    });
  });

  test('an append through one log wakes the consumers of another on the same file', async () => {
    const other = await openSqliteEventLog({ dataDir, now: () => clock });
    const handled = Promise.withResolvers<void>();
    const consumer = await other.consume({ topics: [TOPIC], handle: async () => handled.resolve() });
    await consumer.caughtUp;
    await publish(['a', '1']);
    await handled.promise;
    await other.close();
  });

  test('a handler that needs no I/O leaves the event loop to others', async () => {
    const values = Array.from({ length: 3_000 }, (_, index): [string, string] => [`${index}`, `${index}`]);
    await publish(...values);
    let turns = 0;
    let counting = true;
    const count = () => {
      turns++;
      if (counting) setImmediate(count);
    };
    count();
    expect(await contents()).toHaveLength(3_000);
    counting = false;
    expect(turns).toBeGreaterThanOrEqual(30);
  });

  describe('compaction', () => {
    test('takes superseded records of more than a day, and never the last of a key', async () => {
      await publish(['a', 'a1'], ['b', 'b1'], ['a', 'a2']);
      clock += DAY_MS - 1;
      await publish(['a', 'a3']);
      expect(await log.compact()).toBe(0);
      clock += 1;
      expect(await log.compact()).toBe(2);
      expect(await contents()).toEqual(['b1', 'a3']);
      clock += 365 * DAY_MS;
      expect(await log.compact()).toBe(0);
      expect(await contents()).toEqual(['b1', 'a3']);
    });

    test('takes all records of a topic with retention at their age', async () => {
      const kept = 'kept-for-a-month.v1';
      await log.ensureTopics([{ name: kept, retentionMs: 30 * DAY_MS }]);
      const publisher = await log.publisher('other');
      await publisher.publish([{ topic: kept, key: 'a', value: 'old' }]);
      await publish(['a', 'kept']);
      clock += 29 * DAY_MS;
      await publisher.publish([{ topic: kept, key: 'b', value: 'young' }]);
      await log.compact();
      expect(await contents(kept)).toEqual(['old', 'young']);
      clock += DAY_MS;
      await log.compact();
      expect(await contents(kept)).toEqual(['young']);
      expect(await contents()).toEqual(['kept']);
    });

    test('goes through more than one window, and consumers go on over the gaps', async () => {
      const values = Array.from({ length: 450 }, (_, index): [string, string] => [
        `${index % 50}`,
        `${index}`,
      ]);
      await publish(...values);
      clock += 2 * DAY_MS;
      expect(await log.compact()).toBe(400);
      await publish(['0', 'next']);
      expect(await contents()).toEqual([...values.slice(400).map(([, value]) => value), 'next']);
    });
  });
});
