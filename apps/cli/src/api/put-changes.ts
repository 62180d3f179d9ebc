import { Refused } from '../failures.ts';
import { type JsonRecord, recordOf } from './answers.ts';
import type { Answer, OperatorApi } from './operator-api.ts';

/** The members that a command names; an empty text removes the member. */
export type Changes = Readonly<Record<string, unknown>>;

async function current(api: OperatorApi, path: string, shown: readonly string[]): Promise<JsonRecord> {
  try {
    const record = recordOf((await api.call('GET', path)).body);
    return Object.fromEntries(Object.entries(record).filter(([name]) => !shown.includes(name)));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return {};
    throw error;
  }
}

/** The body to put: the record with its changes. Empty texts of the record stay unless they are named. */
export function changedBody(before: JsonRecord, changes: Changes): JsonRecord {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const isTakenAway = (name: string) => Object.hasOwn(given, name) && given[name] === '';
  const merged = Object.entries({ ...before, ...given });
  return Object.fromEntries(merged.filter(([name]) => !isTakenAway(name)));
}

export interface PutOptions {
  replace?: boolean | undefined;
  /** Members that the API shows but does not accept in a body. Default `id`. */
  shown?: readonly string[];
}

/**
 * Makes a record or changes it. The API replaces whole records, and a member left out takes its default. So members that
 * are not named are read first and kept, unless `replace` is set.
 */
export async function putChanges(
  api: OperatorApi,
  path: string,
  changes: Changes | ((before: JsonRecord) => Changes),
  { replace = false, shown = ['id'] }: PutOptions = {},
): Promise<Answer> {
  const before = replace ? {} : await current(api, path, shown);
  const named = typeof changes === 'function' ? changes(before) : changes;
  return api.call('PUT', path, { json: changedBody(before, named) });
}

export const REPLACE_OPTION = [
  '--replace',
  'let whatever is not named take its default, instead of keeping it',
] as const;
