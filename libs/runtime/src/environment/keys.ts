import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { prepareDataDir } from './data-dir.ts';
import { ConfigurationError } from './read-environment.ts';

/** The platform's own secrets, by variable. */
export interface Keys {
  OPERATOR_SECRET: string;
  MASTER_KEY: readonly string[];
  INTERNAL_KEY: readonly string[];
}

export type KeyName = keyof Keys;

export interface OpenKeysOptions<N extends KeyName> {
  /** Where keys that are not given are kept, each in a file of its own (mode 0600). */
  dataDir: string;
  /** What the environment gives. */
  env: { readonly [M in KeyName]?: Keys[M] | undefined };
  /** Many processes cannot share a file: then every key must be given. */
  distributed: boolean;
  /** Which keys this app needs. */
  names: readonly N[];
}

const FILES: Record<KeyName, string> = {
  OPERATOR_SECRET: 'operator-secret',
  MASTER_KEY: 'master-key',
  INTERNAL_KEY: 'internal-key',
};

/** The file of a data directory that holds a key made there. */
export function keyFile(dataDir: string, name: KeyName): string {
  return join(dataDir, FILES[name]);
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}

function readKey(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text === '') throw new ConfigurationError([`${path} is empty: it should hold a key`]);
    return text;
  } catch (error) {
    const code = codeOf(error);
    // ENOTDIR: a file stands where the directory should be; making a key there reports it.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (typeof code !== 'string') throw error;
    throw new ConfigurationError([`${path} cannot be read (${code}): it should hold a key`]);
  }
}

function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Moves a whole file to its path, unless another process was first: a link, unlike a rename, never replaces. */
function placeOnce(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    try {
      copyFileSync(temporary, path, constants.COPYFILE_EXCL);
    } catch (copyError) {
      if (codeOf(copyError) !== 'EEXIST') throw copyError;
    }
  }
}

function makeKey(dataDir: string, path: string): void {
  prepareDataDir(dataDir);
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const text = `${randomBytes(32).toString('base64')}\n`;
  writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
  placeOnce(temporary, path);
  rmSync(temporary, { force: true });
  if (process.platform !== 'win32') sync(dataDir);
}

function keptKey(dataDir: string, name: KeyName): string {
  const path = keyFile(dataDir, name);
  const kept = readKey(path);
  if (kept !== undefined) return kept;
  makeKey(dataDir, path);
  const made = readKey(path);
  if (made === undefined) throw new ConfigurationError([`${path} could not be kept`]);
  return made;
}

/**
 * The keys that an app needs: what the environment gives, or else what `dataDir` keeps, made at the first start as
 * the base64 text of 32 random bytes. Processes that start at once agree on one.
 */
export function openKeys<N extends KeyName>({
  dataDir,
  env,
  distributed,
  names,
}: OpenKeysOptions<N>): Pick<Keys, N> {
  const missing = names.filter((name) => distributed && env[name] === undefined);
  if (missing.length > 0) {
    throw new ConfigurationError(
      missing.map((name) => `${name} is missing: it is required when distributed`),
    );
  }
  const open = (name: KeyName) =>
    env[name] ?? (name === 'OPERATOR_SECRET' ? keptKey(dataDir, name) : [keptKey(dataDir, name)]);
  return Object.fromEntries(names.map((name) => [name, open(name)])) as unknown as Pick<Keys, N>;
}
