import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type ContainerServer, type CrashableServer, crashableContainer } from './container-server.ts';
import { isDockerThere, skippedEngine } from './engine-for-tests.ts';
import { kafkaInContainer } from './engines-kafka.ts';
import { mongodbInContainer } from './engines-mongodb.ts';

const run = promisify(execFile);

/**
 * A MongoDB to kill, by the shell command in `TEST_MONGODB_CRASH`, else a container of this run, else none. The command is
 * run with `start` (prints the URL), `kill`, `pause`, `resume` or `stop` as its `$1`, and as its `$2` with the name of
 * the server: suites that run side by side have one each.
 */
export function crashableMongodb(name: string): Promise<CrashableServer | { skipped: string }> {
  return crashable('TEST_MONGODB_CRASH', name, mongodbInContainer);
}

/** A Kafka to kill, by the shell command in `TEST_KAFKA_CRASH`: as above, but `start` prints `host:port`. */
export function crashableKafka(name: string): Promise<CrashableServer | { skipped: string }> {
  return crashable('TEST_KAFKA_CRASH', name, kafkaInContainer, 'kafka://');
}

async function crashable(
  variable: string,
  name: string,
  inContainer: () => Promise<ContainerServer>,
  scheme = '',
): Promise<CrashableServer | { skipped: string }> {
  const command = process.env[variable];
  if (command !== undefined && command !== '') return byCommand(command, name, scheme);
  if (await isDockerThere()) return crashableContainer(await inContainer());
  const { skipped } = skippedEngine(`no ${variable} and no Docker`) as { skipped: string };
  return { skipped };
}

async function byCommand(command: string, name: string, scheme: string): Promise<CrashableServer> {
  const tell = async (verb: string) => (await run('sh', ['-c', command, 'sh', verb, name])).stdout.trim();
  const send = (verb: string) => async () => void (await tell(verb));
  return {
    url: `${scheme}${await tell('start')}`,
    kill: send('kill'),
    start: send('start'),
    pause: send('pause'),
    resume: send('resume'),
    stop: send('stop'),
  };
}
