import { createLogger, type ProcessConfig, runProcess, standardError } from '@gatehouse/runtime';

type Declaration<C extends ProcessConfig> = Parameters<typeof runProcess<C>>[0];

/** Writes a line of JSON to standard output, for the command line that started this process. */
export function printJsonLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Runs a process that does one thing to a stopped platform, and ends. Its log goes to standard error. */
export function runOffline<C extends ProcessConfig>(
  declaration: Omit<Declaration<C>, 'createLog'>,
): Promise<void> {
  const { name, begin } = declaration;
  return runProcess<C>({
    ...declaration,
    createLog: ({ LOG_LEVEL: level }) => createLogger({ name, level, destination: standardError() }),
    async begin(config, parts) {
      // The parent process is gone: nobody would read the result.
      process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));
      await begin(config, parts);
      await parts.closers.closeAll();
    },
  });
}
