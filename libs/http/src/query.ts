import { invalidRequest } from '@gatehouse/errors';
import { z } from 'zod';
import type { FieldNames } from './field-names.ts';

const byLowerCase = (names: readonly string[], end = '') =>
  new Map(names.map((name) => [`${name}${end}`.toLowerCase(), name]));

/**
 * The values of the declared names in a URL's query. Names match in any case, an empty value counts as absent, and unknown
 * names are ignored. A list is given as `name[]=a&name[]=b`. Any other bracketed name, a list without its brackets, and any
 * other declared name that is repeated are faults of the request.
 */
export function readQuery(url: string, { single, lists }: FieldNames): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  const start = url.indexOf('?');
  if (start === -1) return found;
  const declared = byLowerCase(single);
  const declaredLists = byLowerCase(lists, '[]');
  const bareLists = byLowerCase(lists);
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const [given, value] of new URLSearchParams(url.slice(start + 1))) {
    const lower = given.toLowerCase();
    const list = declaredLists.get(lower);
    if (list !== undefined) {
      if (value !== '') found[list] = [...(found[list] ?? []), value];
      continue;
    }
    if (/[[\]]/.test(given)) {
      faults.push('Names of query parameters must not have brackets');
      continue;
    }
    const bare = bareLists.get(lower);
    if (bare !== undefined) faults.push(`${bare} is a list, which is given as ${bare}[]`);
    const name = declared.get(lower);
    if (name === undefined) continue;
    if (seen.has(name)) faults.push(`${name} is given more than once`);
    seen.add(name);
    if (value !== '') found[name] = value;
  }
  if (faults.length > 0) throw invalidRequest([...new Set(faults)]);
  return found;
}

function pageNumber(name: 'page' | 'pageSize', most: number, standard: number, description: string) {
  return z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return standard;
      const value = Number(text);
      if (/^[1-9][0-9]*$/.test(text) && Number.isSafeInteger(value) && value <= most) return value;
      const message = `${text} is not a valid value for ${name}. Expected a number`;
      context.addIssue({ code: 'custom', message, params: { namesItsField: true } });
      return z.NEVER;
    })
    .meta({ description, type: 'integer', minimum: 1, maximum: most, default: standard });
}

const LARGEST_PAGE_SIZE = 500;
const PAGE_SIZE = 25;

/** The members of every paged list's query: `page` from 1 (default 1), `pageSize` 1 to 500 (default 25). */
export const pageQuery = {
  page: pageNumber('page', Number.MAX_SAFE_INTEGER, 1, 'The number of the page, from 1.'),
  pageSize: pageNumber('pageSize', LARGEST_PAGE_SIZE, PAGE_SIZE, 'The most records that a page may hold.'),
} as const;
