import { dataDirOf, type GlobalOptions } from '../command/settings.ts';
import type { Terminal } from '../printing/terminal.ts';
import { runProgram } from './offline-program.ts';
import { showStepProgress } from './step-progress.ts';

/** Where the stores and the log of a platform that stands still are; absent: as the environment has it. */
export interface OfflineOptions extends GlobalOptions {
  storeUrl?: string;
  eventsUrl?: string;
}

/** Runs a program on the platform that the options and the environment name, with a bar while somebody looks. */
export async function runOffline<R>(
  name: Parameters<typeof runProgram>[0],
  options: OfflineOptions,
  terminal: Terminal,
): Promise<R> {
  const progress = showStepProgress(terminal.err);
  const env = {
    ...terminal.env,
    DATA_DIR: dataDirOf(options, terminal.env),
    ...(options.storeUrl !== undefined && { STORE_URL: options.storeUrl }),
    ...(options.eventsUrl !== undefined && { EVENTS_URL: options.eventsUrl }),
  };
  try {
    return await runProgram<R>(name, env, progress.show);
  } finally {
    progress.stop();
  }
}
