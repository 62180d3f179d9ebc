import type { Filter, Query, Scalar } from '../port.ts';
import type { StoredDocument } from './stored-document.ts';

/** A query that differs from others of its shape in one value only. */
export interface MergeableQuery {
  /** The same for all queries that one call can answer together. */
  shape: string;
  path: string;
  value: Scalar;
  /** The other conditions. */
  rest: Filter;
  sort: Query['sort'];
  limit: number;
}

/** Larger ones gain nothing: what the documents cost is more than what a call costs. */
const MOST_LIMIT = 100;

/**
 * A query as one that can be merged; undefined for any other. The first condition is the one that may differ: it compares
 * with a text. The order must be of the ids, so that it is the same among the documents of one value as among all.
 */
export function mergeableQuery({ where = {}, sort, skip = 0, limit }: Query): MergeableQuery | undefined {
  const [first, ...others] = Object.entries(where);
  if (first === undefined || skip !== 0 || limit < 1 || limit > MOST_LIMIT) return undefined;
  const [path, value] = first;
  const isById = sort === undefined || (sort.length === 1 && sort[0]?.[0] === '_id');
  if (typeof value !== 'string' || path === '_id' || !isById) return undefined;
  const rest = Object.fromEntries(others);
  return { shape: JSON.stringify([path, rest, sort, limit]), path, value, rest, sort, limit };
}

/** The query that finds what all of them do. */
export function mergedQuery(queries: readonly MergeableQuery[], limit: number): Query {
  const [{ path, rest, sort }] = queries as [MergeableQuery];
  const values = [...new Set(queries.map(({ value }) => value))];
  return { where: { ...rest, [path]: { in: values } }, ...(sort !== undefined && { sort }), limit };
}

/** The documents of each query, among all that were found for them together. */
export function sharedOut(
  queries: readonly MergeableQuery[],
  found: readonly StoredDocument[],
): StoredDocument[][] {
  const [{ path }] = queries as [MergeableQuery];
  const byValue = Map.groupBy(found, (document) => valueAt(document, path));
  return queries.map(({ value, limit }) => (byValue.get(value) ?? []).slice(0, limit));
}

function valueAt(document: StoredDocument, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], document);
}
