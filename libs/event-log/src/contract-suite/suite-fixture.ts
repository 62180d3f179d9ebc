import { randomUUID } from 'node:crypto';
import type { Consumer, EventLog, LogRecord, OutgoingRecord } from '../port.ts';

/** One engine, ready for the suite. */
export interface EngineUnderTest {
  /** Opens the same log once more, as another process would. The suite closes what it opens. */
  open(): Promise<EventLog>;
  /** Called after the last test. */
  end(): Promise<void>;
}

/** What each test of the suite has: an open log and a topic of its own. */
export interface SuiteFixture {
  readonly log: EventLog;
  readonly topic: string;
  /** The same log, as another process has it. */
  openAnother(): Promise<EventLog>;
  record(key: string, value: string | number): OutgoingRecord;
  publish(...records: OutgoingRecord[]): Promise<void>;
  /** A consumer that keeps the values it is given. */
  collect(group?: string, from?: EventLog): Promise<{ values: unknown[]; consumer: Consumer }>;
}

/** Gives the tests of the surrounding `describe` their fixture. */
export function suiteFixture(begin: () => Promise<EngineUnderTest>): SuiteFixture {
  let engine: EngineUnderTest;
  let log: EventLog;
  let topic: string;
  const opened: EventLog[] = [];

  async function openAnother(): Promise<EventLog> {
    const another = await engine.open();
    opened.push(another);
    return another;
  }

  beforeAll(async () => {
    engine = await begin();
  });
  beforeEach(async () => {
    log = await openAnother();
    topic = `suite.${randomUUID()}`;
    await log.ensureTopics([{ name: topic }]);
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  afterAll(() => engine.end());

  return {
    get log() {
      return log;
    },
    get topic() {
      return topic;
    },
    openAnother,
    record: (key, value) => ({ topic, key, value: JSON.stringify(value) }),
    async publish(...records) {
      const publisher = await log.publisher(`suite.${randomUUID()}`);
      await publisher.publish(records);
      await publisher.close();
    },
    async collect(group, from = log) {
      const values: unknown[] = [];
      const handle = async (records: readonly LogRecord[]) => void values.push(...records.map(parsedValue));
      const consumer = await from.consume({ ...(group !== undefined && { group }), topics: [topic], handle });
      return { values, consumer };
    },
  };
}

export function parsedValue({ value }: LogRecord): unknown {
  return JSON.parse(value);
}
