import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually, kafkaForTests, seededRandom } from '@gatehouse/testing';
import { openEventLog } from '../open-event-log.ts';
import type { EventLog, LogRecord } from '../port.ts';

const server = await kafkaForTests();

if ('skipped' in server) {
  test.skip(`several processes on Kafka: ${server.skipped}`, () => {});
} else {
  const url = `${server.url}?partitions=3`;

  describe(`several processes on Kafka (${server.from})`, () => {
    let log: EventLog;
    let topic: string;
    const children: ChildProcess[] = [];

    beforeEach(async () => {
      log = await openEventLog({ url, dataDir: '/nowhere', now: Date.now });
      topic = `spec.${randomUUID()}`;
      await log.ensureTopics([{ name: topic }]);
    });
    afterEach(async () => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
      await log.close();
    });
    afterAll(server.stop);

    function secondProcess(
      mode: 'publish' | 'consume',
      name: string,
    ): { child: ChildProcess; lines: string[] } {
      const program = join(import.meta.dirname, '../testing/kafka-process.ts');
      const child = spawn(process.execPath, [program, mode, url, topic, name], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines: string[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
      children.push(child);
      return { child, lines };
    }

    async function contents(): Promise<string[]> {
      const values: string[] = [];
      const handle = async (records: readonly LogRecord[]) =>
        void values.push(...records.map(({ value }) => value));
      const consumer = await log.consume({ topics: [topic], handle });
      await consumer.caughtUp;
      await consumer.close();
      return values;
    }

    test('a killed consumer’s partitions are taken over within seconds', async () => {
      const group = `spec.${randomUUID()}`;
      const { child, lines } = secondProcess('consume', group);
      await eventually(() => expect(lines).toContain('ready'));
      const publisher = await log.publisher(group);
      await publisher.publish([{ topic, key: 'a', value: '1' }]);
      await eventually(() => expect(lines).toContain('1'));
      child.kill('SIGKILL');
      await publisher.publish([{ topic, key: 'a', value: '2' }]);
      const values: string[] = [];
      const handle = async (records: readonly LogRecord[]) =>
        void values.push(...records.map(({ value }) => value));
      await log.consume({ group, topics: [topic], handle });
      await eventually(() => expect(values).toContain('2'), { timeoutMs: 15_000 });
    });

    test('a publisher that was stopped at any moment publishes nothing behind its successor', async () => {
      const random = seededRandom('stopped publisher');
      for (let round = 0; round < 6; round++) {
        const name = `spec.${randomUUID()}`;
        topic = `spec.${randomUUID()}`;
        await log.ensureTopics([{ name: topic }]);
        const { child, lines } = secondProcess('publish', name);
        await eventually(() => expect(lines.length).toBeGreaterThan(3));
        await delay(random() * 30);
        child.kill('SIGSTOP');
        const successor = await log.publisher(name);
        await successor.publish([{ topic, key: 'a', value: 'new' }]);
        child.kill('SIGCONT');
        await eventually(() => expect(lines.at(-1)).toBe('fenced'));
        await successor.publish([{ topic, key: 'a', value: 'newer' }]);
        const kept = await contents();
        expect(kept.slice(-2)).toEqual(['new', 'newer']);
        expect(kept.slice(0, -2)).toEqual(kept.slice(0, -2).map((_, n) => `old ${n + 1}`));
        expect(kept.length - 2).toBeGreaterThanOrEqual(lines.length - 1);
      }
    });
  });
}
