import type { IndexDeclaration } from '../declaration.ts';
import type { Filter, Query } from '../port.ts';
import { StoreError } from '../port.ts';
import { type Clause, conditionClause } from './condition.ts';
import { pathExpression, quoted } from './names.ts';
import { order as directionOf } from './tables.ts';

/** A query as SQL: rows of `document`. `indexes`: those that the collection declares. */
export function selectDocuments(
  collection: string,
  { where, sort, skip = 0, limit }: Query,
  indexes: readonly IndexDeclaration[] = [],
): Clause {
  for (const count of [skip, limit]) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new StoreError(`${collection}: skip and limit are whole numbers`, { retryable: false });
    }
  }
  const filter = whereClause(where);
  const order = orderClause(sort, hasNoTies(indexes, where, sort));
  return {
    sql: `SELECT document FROM ${quoted(collection)}${filter.sql}${order} LIMIT ? OFFSET ?`,
    parameters: [...filter.parameters, limit, skip],
  };
}

/** A filter as SQL: one row with `count`. */
export function selectCount(collection: string, where: Filter | undefined): Clause {
  const filter = whereClause(where);
  return {
    sql: `SELECT count(*) AS count FROM ${quoted(collection)}${filter.sql}`,
    parameters: filter.parameters,
  };
}

function whereClause(where: Filter | undefined): Clause {
  const clauses = Object.entries(where ?? {}).map(([path, condition]) => conditionClause(path, condition));
  if (clauses.length === 0) return { sql: '', parameters: [] };
  return {
    sql: ` WHERE ${clauses.map((clause) => clause.sql).join(' AND ')}`,
    parameters: clauses.flatMap((clause) => clause.parameters),
  };
}

// No order is promised without a sort, and an ORDER BY could keep the filter from using its index.
function orderClause(sort: Query['sort'], noTies: boolean): string {
  const last = sort?.at(-1);
  if (sort === undefined || last === undefined) return '';
  const terms = sort.map(([path, direction]) => `${pathExpression(path).value} ${directionOf(direction)}`);
  if (!noTies && !sort.some(([path]) => path === '_id')) terms.push(`id ${directionOf(last[1])}`);
  return ` ORDER BY ${terms.join(', ')}`;
}

/**
 * Whether a unique index rules out ties in the sort: the filter bounds each of its members, and each is either a single value
 * or in the sort. Then the index serves the sort, and the id need not be appended.
 */
function hasNoTies(
  indexes: readonly IndexDeclaration[],
  where: Filter = {},
  sort: NonNullable<Query['sort']> = [],
): boolean {
  const isGiven = (path: string) => {
    const condition = where[path];
    return condition !== undefined && !(typeof condition === 'object' && 'exists' in condition);
  };
  const isOneValue = (path: string) => isGiven(path) && typeof where[path] !== 'object';
  const isSorted = (path: string) => sort.some(([sorted]) => sorted === path);
  return indexes.some(
    ({ unique, fields }) =>
      unique && fields.every(([path]) => isGiven(path) && (isOneValue(path) || isSorted(path))),
  );
}
