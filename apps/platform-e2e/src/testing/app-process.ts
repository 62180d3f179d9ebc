import { type AppName, portVariable } from '@gatehouse/contracts';
import { bootOf, CHECKOUT, type Program, startProgram, whenReady } from './program.ts';

/** One instance of an app, run as in production. */
export interface AppProcess extends Program {
  app: AppName;
  /** The checkout whose code it runs. */
  checkout: string;
  port: number;
  url: string;
  /** SIGSTOP: hangs, its connections open, until `resume`. */
  pause(): void;
  resume(): void;
}

/** Starts one with the environment, on a free port unless that says otherwise, and waits until it is ready. */
export async function appProcess(
  app: AppName,
  env: Readonly<Record<string, string>>,
  { checkout = CHECKOUT, onStart = (_program: Program) => {} } = {},
): Promise<AppProcess> {
  const program = startProgram(bootOf(app, checkout), { env: { [portVariable(app)]: '0', ...env } });
  onStart(program);
  const url = await whenReady(program, app);
  return {
    ...program,
    app,
    checkout,
    url,
    port: Number(new URL(url).port),
    pause: () => void program.process.kill('SIGSTOP'),
    resume: () => void program.process.kill('SIGCONT'),
  };
}
