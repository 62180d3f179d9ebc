import { isMemberPath } from '../declaration.ts';
import { StoreError } from '../port.ts';

/** A name as an SQL identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path as SQL: `_id` and `version` are columns, all else is in the JSON. */
export interface PathExpression {
  /** The value: text, number, 0 or 1 for a boolean, NULL where absent. Indexes use the same expression, or they would not serve. */
  value: string;
  /** The JSON type of the value; undefined for a column. */
  type: string | undefined;
  /** The type of a column's values. */
  holds: 'string' | 'number' | undefined;
}

/** The SQL of a member's path. Throws StoreError for any other text, so nothing else gets into SQL. */
export function pathExpression(path: string): PathExpression {
  if (path === '_id') return { value: 'id', type: undefined, holds: 'string' };
  if (path === 'version') return { value: 'version', type: undefined, holds: 'number' };
  if (!isMemberPath(path)) throw new StoreError('a condition names no member path', { retryable: false });
  return {
    value: `json_extract(document, '$.${path}')`,
    type: `json_type(document, '$.${path}')`,
    holds: undefined,
  };
}
