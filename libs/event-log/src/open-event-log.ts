import type { FailureLog } from './core/failure-log.ts';
import { parseKafkaUrl } from './kafka/kafka-url.ts';
import { type EventLog, EventLogError } from './port.ts';
import { openSqliteEventLog } from './sqlite/sqlite-event-log.ts';

export interface OpenEventLogOptions {
  /**
   * `sqlite:` or
   * `kafka://[user:password@]host:port,host:port[?ssl=true&sasl=scram-sha-512&partitions=12&replication=3&min-insync=2&prefix=staging]`.
   */
  url: string;
  /** The directory of the embedded log's file. */
  dataDir: string;
  now: () => number;
  /** Failures that stop nothing, such as a handler's rejection. */
  onError?: ((error: unknown) => void) | undefined;
  /** Names this process to an engine that many share. Default `gatehouse`. */
  clientId?: string | undefined;
  logger?: FailureLog | undefined;
}

/** Opens the event log at `url`. Rejects with EventLogError, `retryable` while the engine is away. */
export async function openEventLog(options: OpenEventLogOptions): Promise<EventLog> {
  const { url, dataDir, now, onError, clientId = 'gatehouse', logger } = options;
  const engine = url.slice(0, url.indexOf(':') + 1).toLowerCase();
  switch (engine) {
    case 'sqlite:':
      if (url !== 'sqlite:') throw refusal('sqlite: has no address; the file is in the data directory');
      return openSqliteEventLog({ dataDir, now, onError });
    case 'kafka:': {
      const { openKafkaEventLog } = await import('./kafka/kafka-event-log.ts');
      return openKafkaEventLog({ ...parseKafkaUrl(url), clientId, now, onError, logger });
    }
    default:
      throw refusal(
        `no engine ${engine === '' ? 'is named' : engine}; it is sqlite: or kafka://host:port,host:port`,
      );
  }
}

function refusal(reason: string): EventLogError {
  return new EventLogError(`event log: ${reason}`, { retryable: false });
}
