import { Command } from 'commander';
import { type JsonRecord, recordOf } from '../answers.ts';
import { type CommandContext, withContext } from '../command-context.ts';
import { openDeadLettersHere } from '../dead-letter-context.ts';
import { Refused } from '../failures.ts';
import { ask } from '../operator-api.ts';
import { sumOf } from '../prometheus-text.ts';
import { type GlobalOptions, urlOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { readModelsOf } from './read-models.ts';

const HELP = `
Shows: whether the platform is ready, its version, how many records its gateway has not yet read (lag), deliveries that
wait and that failed, and read models. Dead letters of the whole platform are in the event log: they are counted where that is to be had from
here (--data-dir, or EVENTS_URL). METRICS_TOKEN is used where the platform wants one.

The exit code is 0 where the platform is ready, 1 where it is not, 3 where nobody answers.`;

/** A platform that hangs is one that does not answer. */
const PATIENCE = { headersTimeout: 10_000, bodyTimeout: 10_000 };

interface Readiness {
  ready: boolean;
  failing: unknown;
}

async function readinessAt(url: string): Promise<Readiness> {
  const { status, text } = await ask(`${url}/readyz`, PATIENCE);
  try {
    const { failing } = recordOf(JSON.parse(text));
    return { ready: status === 200, failing };
  } catch {
    throw new Refused(['What answered /readyz is not the platform: is --url right?']);
  }
}

async function versionAt(url: string): Promise<unknown> {
  const { status, text } = await ask(`${url}/openapi.json`, PATIENCE);
  return status === 200 ? recordOf(recordOf(JSON.parse(text)).info).version : undefined;
}

async function lagAt(url: string, token: string | undefined): Promise<number | undefined> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { status, text } = await ask(`${url}/metrics`, { headers, ...PATIENCE });
  return status === 200 ? sumOf(text, 'gatehouse_consumer_lag_records') : undefined;
}

/** What the API answers; undefined while the service that would is not there. */
async function whileThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused && (error.status ?? 0) >= 500) return undefined;
    throw error;
  }
}

async function deliveries({ api }: CommandContext, status: string): Promise<unknown> {
  const query = { status, pageSize: 1 };
  const answer = await whileThere(api.call('GET', '/manage/deliveries', { query }));
  return recordOf(answer?.body).numberOfRecords;
}

async function statusOf(context: CommandContext, options: GlobalOptions): Promise<Readiness & JsonRecord> {
  const { env } = context.terminal;
  const url = urlOf(options, env);
  const { ready, failing } = await readinessAt(url);
  const version = await versionAt(url);
  const gatewayLag = await lagAt(url, env.METRICS_TOKEN);
  const pendingDeliveries = await deliveries(context, 'pending');
  const failedDeliveries = await deliveries(context, 'failed');
  const deadLetters = await openDeadLettersHere(options, env);
  const readModels = await whileThere(readModelsOf(context));
  return {
    url,
    ready,
    failing,
    version,
    gatewayLag,
    pendingDeliveries,
    failedDeliveries,
    deadLetters,
    readModels,
  };
}

/** `gatehouse status`: whether the platform is there and well. */
export function statusCommand(terminal: Terminal): Command {
  return new Command('status')
    .description('show whether the platform is there, ready, and what waits')
    .addHelpText('after', HELP)
    .action((_options: unknown, command: Command) =>
      withContext(command, terminal, async (context) => {
        const status = await statusOf(context, command.optsWithGlobals<GlobalOptions>());
        context.print.record(status);
        if (!status.ready) throw new Refused(['The platform is not ready'], 503, { code: 'unavailable' });
      }),
    );
}
