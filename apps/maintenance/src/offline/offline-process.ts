import { createLogger, type ProcessConfig, runProcess, standardError } from '@gatehouse/runtime';

type Declaration<C extends ProcessConfig> = Parameters<typeof runProcess<C>>[0];

/** A line of JSON on standard output, for who started this: the command line. */
export function tellLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Runs a process that does one thing to a platform that stands still, and ends. Its log goes to standard error. */
export function runOffline<C extends ProcessConfig>(
  declaration: Omit<Declaration<C>, 'createLog'>,
): Promise<void> {
  const { name, begin } = declaration;
  return runProcess<C>({
    ...declaration,
    createLog: ({ LOG_LEVEL: level }) => createLogger({ name, level, destination: standardError() }),
    async begin(config, parts) {
      // Whoever started this is gone: nobody would hear how it ended.
      process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));
      await begin(config, parts);
      await parts.closers.closeAll();
    },
  });
}
