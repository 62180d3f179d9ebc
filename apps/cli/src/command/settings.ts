import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Misused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';

export const DEFAULT_URL = 'http://localhost:43890';
export const DEFAULT_DATA_DIR = '.data';
export const DEFAULT_AUDIENCE = 'signin.education.gov.uk';

/** The options that every command takes. */
export interface GlobalOptions {
  url?: string;
  dataDir?: string;
  operatorSecret?: string;
  audience?: string;
  json?: boolean;
}

const filled = (text: string | undefined) =>
  text === undefined || text.trim() === '' ? undefined : text.trim();

/** Where the platform is: `--url`, `GATEHOUSE_URL`, or this machine. Without a slash at its end. */
export function urlOf(options: GlobalOptions, env: Terminal['env']): string {
  const text = options.url ?? filled(env.GATEHOUSE_URL) ?? DEFAULT_URL;
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new Misused(['--url should be an http:// or https:// address without user, query or fragment']);
  }
  return url.href.replace(/\/+$/, '');
}

/** What tokens must be for: `--audience`, `AUDIENCE`, or the platform's own default. */
export function audienceOf(options: GlobalOptions, env: Terminal['env']): string {
  return options.audience ?? filled(env.AUDIENCE) ?? DEFAULT_AUDIENCE;
}

/** Where a platform here keeps its files: `--data-dir`, `DATA_DIR`, or the platform's own default. */
export function dataDirOf(options: GlobalOptions, env: Terminal['env']): string {
  return options.dataDir ?? filled(env.DATA_DIR) ?? DEFAULT_DATA_DIR;
}

/** Which event log a platform here has: `--events-url`, `EVENTS_URL`, or the embedded one. */
export function eventsUrlOf(options: { eventsUrl?: string }, env: Terminal['env']): string {
  return options.eventsUrl ?? filled(env.EVENTS_URL) ?? 'sqlite:';
}

/** The operator's secret: `--operator-secret`, `OPERATOR_SECRET`, or what a platform here keeps in its data directory. */
export function operatorSecretOf(options: GlobalOptions, env: Terminal['env']): string {
  const given = filled(options.operatorSecret) ?? filled(env.OPERATOR_SECRET);
  if (given !== undefined) return given;
  const path = join(dataDirOf(options, env), 'operator-secret');
  const kept = filled(readIfThere(path));
  if (kept !== undefined) return kept;
  throw new Misused([
    `There is no operator's secret at ${path}.`,
    'Start the platform once (npm start), say where its files are (--data-dir), or set OPERATOR_SECRET.',
  ]);
}

/** The service that a command acts as: `--client-id`, or `CLIENT_ID`; undefined for the operator. */
export function clientIdOf(options: { clientId?: string }, env: Terminal['env']): string | undefined {
  return filled(options.clientId) ?? filled(env.CLIENT_ID);
}

/** A client's API secret: `--secret`, or `API_SECRET`; the operator's own for `operator`. */
export function clientSecretOf(
  clientId: string,
  options: GlobalOptions & { secret?: string },
  env: Terminal['env'],
): string {
  const secret = filled(options.secret) ?? filled(env.API_SECRET);
  if (secret !== undefined) return secret;
  if (clientId === 'operator') return operatorSecretOf(options, env);
  throw new Misused(['A client is known by its API secret: --secret, or API_SECRET in the environment']);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Misused([`${path} cannot be read (${code ?? 'unknown reason'})`]);
  }
}
