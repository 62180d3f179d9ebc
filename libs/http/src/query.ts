import { invalidRequest } from '@gatehouse/errors';
import { z } from 'zod';

/**
 * The values of the declared names in a URL's query. Names match in any case, an empty value counts as absent, and unknown
 * names are ignored. A bracketed name and a repeated declared name are faults of the request.
 */
export function readQuery(url: string, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  const start = url.indexOf('?');
  if (start === -1) return found;
  const declared = new Map(names.map((name) => [name.toLowerCase(), name]));
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const [given, value] of new URLSearchParams(url.slice(start + 1))) {
    if (/[[\]]/.test(given)) {
      faults.push('Names of query parameters must not have brackets');
      continue;
    }
    const name = declared.get(given.toLowerCase());
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
