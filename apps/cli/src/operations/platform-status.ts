import { type JsonRecord, recordOf } from '../api/answers.ts';
import { ask, bodyOf, type OperatorApi } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { type GlobalOptions, urlOf } from '../command/settings.ts';
import { CommandFailure, Refused } from '../failures.ts';
import { openDeadLettersHere } from './dead-letter-context.ts';
import { sumOf } from './prometheus-text.ts';
import { readModelsOf } from './read-models.ts';

/** An app that hangs counts as silent. */
const LIMIT_MS = 8_000;
const LAG = 'gatehouse_consumer_lag_records';

/** One cheap read of each app behind the gateway. */
const READS = {
  directory: '/manage/organisations',
  access: '/manage/services',
  invitations: '/manage/invitations',
  notifier: '/manage/deliveries',
} as const;

/** A finding, or why there is none. */
type Finding = { value: unknown } | { reason: string };

export interface PlatformStatus {
  url: string;
  /** Whether the platform reports ready, and every app answers. */
  ready: boolean;
  failing: unknown;
  apps: readonly { app: string; answers: boolean; reason?: string }[];
  findings: Readonly<Record<string, Finding>>;
}

/** A refused secret ends the command: every call would be refused. */
async function find(asked: Promise<unknown>): Promise<Finding> {
  try {
    return { value: (await asked) ?? null };
  } catch (error) {
    if (!(error instanceof CommandFailure) || (error instanceof Refused && error.status === 401)) throw error;
    return { reason: error.lines.map((line) => line.replace(/\.$/, '')).join('. ') };
  }
}

async function readinessAt(url: string): Promise<{ ready: boolean; failing: unknown }> {
  const answer = await ask(`${url}/readyz`, { limitMs: LIMIT_MS });
  const { status, failing } = recordOf(bodyOf(answer, '/readyz'));
  if (status === undefined) {
    throw new Refused([`/readyz was answered ${answer.status}, and not by the platform: is --url right?`]);
  }
  return { ready: answer.status === 200, failing };
}

async function versionAt(url: string): Promise<unknown> {
  const answer = await ask(`${url}/openapi.json`, { limitMs: LIMIT_MS });
  const { version } = recordOf(recordOf(bodyOf(answer, '/openapi.json')).info);
  if (version === undefined) throw new Refused([`/openapi.json was answered ${answer.status}`]);
  return version;
}

async function lagAt(url: string, token: string | undefined): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { status, text } = await ask(`${url}/metrics`, { headers, limitMs: LIMIT_MS });
  if (status === 401) throw new Refused(['/metrics wants the METRICS_TOKEN of the platform']);
  if (status !== 200) throw new Refused([`/metrics was answered ${status}`]);
  const lag = sumOf(text, LAG);
  if (lag === undefined) throw new Refused([`/metrics does not have ${LAG}`]);
  return lag;
}

async function deliveries(api: OperatorApi, status: string): Promise<unknown> {
  const { body } = await api.call('GET', READS.notifier, { query: { status, pageSize: 1 } });
  return recordOf(body).numberOfRecords;
}

async function appAt(api: OperatorApi, app: keyof typeof READS): Promise<PlatformStatus['apps'][number]> {
  const found = await find(api.call('GET', READS[app], { query: { pageSize: 1 } }));
  return { app, answers: 'value' in found, ...('reason' in found && found) };
}

/** Asks the gateway, every app behind it, and the event log, in parallel. */
export async function platformStatus(
  { api, terminal }: CommandContext,
  options: GlobalOptions,
): Promise<PlatformStatus> {
  const { env } = terminal;
  const url = urlOf(options, env);
  const { ready, failing } = await readinessAt(url);
  const patient: OperatorApi = {
    ...api,
    call: (method, path, more) => api.call(method, path, { ...more, limitMs: LIMIT_MS }),
  };
  const asked = {
    version: versionAt(url),
    gatewayLag: lagAt(url, env.METRICS_TOKEN),
    pendingDeliveries: deliveries(patient, 'pending'),
    failedDeliveries: deliveries(patient, 'failed'),
    deadLetters: openDeadLettersHere(options, env),
    readModels: readModelsOf({ api: patient }),
  };
  const [apps, findings] = await Promise.all([
    Promise.all((Object.keys(READS) as (keyof typeof READS)[]).map((app) => appAt(patient, app))),
    Promise.all(Object.entries(asked).map(async ([name, one]) => [name, await find(one)] as const)),
  ]);
  return {
    url,
    ready: ready && apps.every(({ answers }) => answers),
    failing,
    apps,
    findings: Object.fromEntries(findings),
  };
}

/** The status for programs: what is unknown is null, and `unknown` has the reason. */
export function statusRecord({ findings, ...status }: PlatformStatus): JsonRecord {
  const found = Object.entries(findings);
  const values = found.map(([name, one]) => [name, 'value' in one ? one.value : null]);
  const reasons = found.flatMap(([name, one]) => ('reason' in one ? [[name, one.reason]] : []));
  return { ...status, ...Object.fromEntries(values), unknown: Object.fromEntries(reasons) };
}

/** The status for people. */
export function statusLines({ findings, failing, apps, ...status }: PlatformStatus): JsonRecord {
  const found = Object.entries(findings).map(([name, one]) => [
    name,
    'value' in one ? one.value : `unknown: ${one.reason}`,
  ]);
  const none = Array.isArray(failing) && failing.length === 0;
  return { ...status, failing: none ? 'none' : failing, ...Object.fromEntries(found), apps };
}
