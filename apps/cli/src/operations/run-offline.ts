import { dataDirOf, type GlobalOptions } from '../command/settings.ts';
import { createBar } from '../printing/progress-bar.ts';
import type { Terminal } from '../printing/terminal.ts';
import { runProgram } from './offline-program.ts';

/** The stores and the log of a stopped platform; what is absent, the environment says. */
export interface OfflineOptions extends GlobalOptions {
  storeUrl?: string;
  eventsUrl?: string;
}

/** Runs a program on the platform that the options and the environment name, with a bar while somebody looks. */
export async function runOffline<R>(
  name: Parameters<typeof runProgram>[0],
  options: OfflineOptions,
  { env, err }: Terminal,
): Promise<R> {
  const bar = createBar(err, '{bar} {value} of {total}  {step}: {of}');
  bar?.start(1, 0, { step: 'opening', of: 'both sides' });
  const environment = {
    ...env,
    DATA_DIR: dataDirOf(options, env),
    ...(options.storeUrl !== undefined && { STORE_URL: options.storeUrl }),
    ...(options.eventsUrl !== undefined && { EVENTS_URL: options.eventsUrl }),
  };
  try {
    return await runProgram<R>(name, environment, ({ step, of, done, total }) => {
      bar?.setTotal(Math.max(total, 1));
      bar?.update(done, { step, of });
    });
  } finally {
    bar?.stop();
  }
}
