import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { skippedEngine } from './engine-for-tests.ts';

const run = promisify(execFile);

/** A server of a suite's own, which it may kill. */
export interface CrashableServer {
  url: string;
  /** As by `kill -9`; what was acknowledged must be there after `start`, at the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Hangs with its connections open, until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A MongoDB to kill, by the shell command in `TEST_MONGODB_CRASH`. It is run with `start` (prints the URL), `kill`,
 * `pause`, `resume` or `stop` as its `$1`, and as its `$2` with the name of the server: suites that run side by side
 * have one each.
 */
export function crashableMongodb(name: string): Promise<CrashableServer | { skipped: string }> {
  return crashable('TEST_MONGODB_CRASH', name);
}

/** A Kafka to kill, by the shell command in `TEST_KAFKA_CRASH`: as above, but `start` prints `host:port`. */
export async function crashableKafka(name: string): Promise<CrashableServer | { skipped: string }> {
  const server = await crashable('TEST_KAFKA_CRASH', name);
  return 'skipped' in server ? server : { ...server, url: `kafka://${server.url}` };
}

async function crashable(variable: string, name: string): Promise<CrashableServer | { skipped: string }> {
  const command = process.env[variable];
  if (command === undefined || command === '') {
    const { skipped } = skippedEngine(`no ${variable}`) as { skipped: string };
    return { skipped };
  }
  const tell = async (verb: string) => (await run('sh', ['-c', command, 'sh', verb, name])).stdout.trim();
  const told = (verb: string) => async () => void (await tell(verb));
  return {
    url: await tell('start'),
    kill: told('kill'),
    start: told('start'),
    pause: told('pause'),
    resume: told('resume'),
    stop: told('stop'),
  };
}
