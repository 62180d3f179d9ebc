import type { Filter, Query } from '../port.ts';
import { StoreError } from '../port.ts';
import { type Clause, conditionClause } from './condition.ts';
import { pathExpression, quoted } from './names.ts';
import { order } from './tables.ts';

/** A query as SQL: rows of `document`. */
export function selectDocuments(collection: string, { where, sort, skip = 0, limit }: Query): Clause {
  for (const count of [skip, limit]) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new StoreError(`${collection}: skip and limit are whole numbers`, { retryable: false });
    }
  }
  const filter = whereClause(where);
  return {
    sql: `SELECT document FROM ${quoted(collection)}${filter.sql}${orderClause(sort)} LIMIT ? OFFSET ?`,
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

// Without a sort none is promised, and asking for one could cost the filter its index.
function orderClause(sort: Query['sort']): string {
  const last = sort?.at(-1);
  if (sort === undefined || last === undefined) return '';
  const terms = sort.map(([path, direction]) => `${pathExpression(path).value} ${order(direction)}`);
  if (!sort.some(([path]) => path === '_id')) terms.push(`id ${order(last[1])}`);
  return ` ORDER BY ${terms.join(', ')}`;
}
