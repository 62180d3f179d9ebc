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
 * `pause`, `resume` or `stop` as its `$1`.
 */
export async function crashableMongodb(): Promise<CrashableServer | { skipped: string }> {
  const command = process.env.TEST_MONGODB_CRASH;
  if (command === undefined || command === '') {
    const { skipped } = skippedEngine('no TEST_MONGODB_CRASH') as { skipped: string };
    return { skipped };
  }
  const tell = async (verb: string) => (await run('sh', ['-c', command, 'sh', verb])).stdout.trim();
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
