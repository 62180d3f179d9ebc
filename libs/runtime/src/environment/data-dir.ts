import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationError } from './read-environment.ts';

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** One after the other: a recursive `mkdir` never ends below a directory that lets nothing be made, such as `/proc`. */
function makeDirectories(path: string): void {
  if (isThere(path)) return;
  makeDirectories(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have been first.
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  }
}

function tryWriting(path: string): void {
  const trial = join(path, `.trial-${randomBytes(6).toString('hex')}`);
  closeSync(openSync(trial, 'wx', 0o600));
  rmSync(trial);
}

/**
 * Makes `DATA_DIR` where it is missing, for its owner only, and tries whether files can be made in it. Throws a
 * ConfigurationError whose one line names it and what stands in the way.
 */
export function prepareDataDir(path: string): void {
  const shown = `DATA_DIR is ${JSON.stringify(path)}`;
  const expected = 'it should be the path of a directory that can be written to';
  try {
    makeDirectories(resolve(path));
    tryWriting(path);
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new ConfigurationError([`${shown}, where no file can be made (${String(code)}): ${expected}`]);
  }
}
