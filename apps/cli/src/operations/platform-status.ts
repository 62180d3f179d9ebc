import { type JsonRecord, recordOf, recordsOf, textOf } from '../api/answers.ts';
import { ask, bodyOf, type OperatorApi } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { type GlobalOptions, urlOf } from '../command/settings.ts';
import { CommandFailure, Refused } from '../failures.ts';
import { readModelsOf } from './read-models.ts';

/** An app that hangs counts as silent. */
const LIMIT_MS = 8_000;

/** A finding, or why there is none. */
type Finding = { value: unknown } | { reason: string };

/** An app as the gateway sees it. */
export interface AppStatus {
  app: string;
  ready: boolean;
  /** The age of the oldest event that is not yet in the event log; null where that is not known. */
  outboxAgeMs: unknown;
  /** Records that its consumers have still to read. */
  lag: number;
}

export interface PlatformStatus {
  url: string;
  /** Whether the platform reports ready, and every app answers. */
  ready: boolean;
  failing: unknown;
  apps: readonly AppStatus[];
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

async function deliveries(api: OperatorApi, status: string): Promise<unknown> {
  const { body } = await api.call('GET', '/manage/deliveries', { query: { status, pageSize: 1 } });
  return recordOf(body).numberOfRecords;
}

function appOf(app: JsonRecord): AppStatus {
  const lag = recordsOf(app.lag).reduce((sum, { records }) => sum + Number(records), 0);
  return { app: textOf(app, 'name'), ready: app.ready === true, outboxAgeMs: app.outboxAgeMs, lag };
}

/** What the gateway gathers of all apps, as findings; its own failure is the reason for each. */
function findingsOf(health: Finding): { apps: AppStatus[]; findings: Record<string, Finding> } {
  if ('reason' in health) return { apps: [], findings: { health } };
  const { apps, ...figures } = recordOf(health.value);
  const found = Object.entries(figures).map(([name, value]): [string, Finding] => [
    name,
    value === null ? { reason: 'the notifier does not tell' } : { value },
  ]);
  return { apps: recordsOf(apps).map(appOf), findings: Object.fromEntries(found) };
}

/** Asks the gateway, which asks every app, in parallel with what else is of interest. */
export async function platformStatus(
  { api, terminal }: CommandContext,
  options: GlobalOptions,
): Promise<PlatformStatus> {
  const url = urlOf(options, terminal.env);
  const { ready, failing } = await readinessAt(url);
  const patient: OperatorApi = {
    ...api,
    call: (method, path, more) => api.call(method, path, { ...more, limitMs: LIMIT_MS }),
  };
  const asked = {
    version: versionAt(url),
    pendingDeliveries: deliveries(patient, 'pending'),
    failedDeliveries: deliveries(patient, 'failed'),
    readModels: readModelsOf({ api: patient }),
  };
  const [health, others] = await Promise.all([
    find(patient.call('GET', '/manage/health').then(({ body }) => body)),
    Promise.all(Object.entries(asked).map(async ([name, one]) => [name, await find(one)] as const)),
  ]);
  const { apps, findings } = findingsOf(health);
  return {
    url,
    ready: ready && 'value' in health && apps.every((app) => app.ready),
    failing,
    apps,
    findings: { ...findings, ...Object.fromEntries(others) },
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
