import { seededRandom } from '@gatehouse/testing';
import { type EventLog, EventLogError, type LogRecord, type Publisher } from '../port.ts';
import { hostileDelivery } from './hostile-delivery.ts';

const LOST_ANSWER = 0.1;
const LOST_REQUEST = 0.05;

/**
 * A log that does everything unkind that the port allows, the same for the same seed: records come twice, again from
 * earlier, across keys in any order, with superseded states left out; a publish is sometimes refused, before or after
 * it has happened. Closing it closes the log within.
 */
export function hostileEventLog(log: EventLog, { seed }: { seed: string | number }): EventLog {
  // Over all openings of a publisher, or one whose first draw is bad would never get anywhere.
  const draws = new Map<string, () => number>();

  return {
    engine: `hostile ${log.engine}`,
    ensureTopics: (topics) => log.ensureTopics(topics),
    async publisher(name) {
      const draw = draws.get(name) ?? seededRandom(`${seed}/${name}`);
      draws.set(name, draw);
      return hostilePublisher(await log.publisher(name), draw);
    },
    consume(options) {
      const partitions = new Map<string, (records: readonly LogRecord[]) => Promise<void>>();
      return log.consume({
        ...options,
        async handle(records) {
          const [first] = records;
          if (first === undefined) return;
          const partition = `${seed}/${options.group}/${first.topic}/${first.partition}`;
          const handle = partitions.get(partition) ?? hostileDelivery(partition, options.handle);
          partitions.set(partition, handle);
          await handle(records);
        },
      });
    },
    ping: () => log.ping(),
    close: () => log.close(),
  };
}

function hostilePublisher(publisher: Publisher, draw: () => number): Publisher {
  return {
    async publish(records) {
      const fate = draw();
      if (fate < LOST_REQUEST) throw lost('before it happened');
      await publisher.publish(records);
      if (fate < LOST_REQUEST + LOST_ANSWER) throw lost('after it happened');
    },
    close: () => publisher.close(),
  };
}

function lost(when: string): EventLogError {
  return new EventLogError(`event log: publish refused ${when}`, { retryable: true });
}
