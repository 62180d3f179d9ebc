import { type EventLog, EventLogError } from './port.ts';
import { openSqliteEventLog } from './sqlite/sqlite-event-log.ts';

export interface OpenEventLogOptions {
  /** `sqlite:` or `kafka://host:port,host:port`. */
  url: string;
  /** Where the embedded log keeps its file. */
  dataDir: string;
  now: () => number;
  /** Failures that stop nothing, such as a handler's rejection. */
  onError?: (error: unknown) => void;
}

/** Opens the event log that `url` names. Rejects with EventLogError; `retryable` when the engine is only away. */
export async function openEventLog({ url, dataDir, now, onError }: OpenEventLogOptions): Promise<EventLog> {
  const engine = url.slice(0, url.indexOf(':') + 1);
  switch (engine) {
    case 'sqlite:':
      if (url !== 'sqlite:') throw refusal('sqlite: stands alone; the file is kept in the data directory');
      return openSqliteEventLog({ dataDir, now, ...(onError && { onError }) });
    case 'kafka:':
      throw refusal('the engine kafka: is not in this build');
    default:
      throw refusal(
        `no engine ${engine === '' ? 'is named' : engine}; it is sqlite: or kafka://host:port,host:port`,
      );
  }
}

function refusal(reason: string): EventLogError {
  return new EventLogError(`event log: ${reason}`, { retryable: false });
}
