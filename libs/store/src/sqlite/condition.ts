import type { Condition, Scalar } from '../port.ts';
import { StoreError } from '../port.ts';
import { type PathExpression, pathExpression } from './names.ts';

/** A part of a WHERE clause, and the values of its placeholders. */
export interface Clause {
  sql: string;
  parameters: (string | number)[];
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/**
 * One condition as SQL. It matches values of its own type only, as on the other engine. For SQLite itself true is 1, any text
 * is greater than any number, and an array is its text.
 */
export function conditionClause(path: string, condition: Condition): Clause {
  const expression = pathExpression(path);
  if (isScalar(condition)) return oneOf(expression, [condition]);
  if (typeof condition === 'object' && condition !== null) {
    if ('in' in condition) return oneOf(expression, condition.in);
    if ('exists' in condition) return exists(expression, condition.exists);
    return range(expression, condition);
  }
  throw notACondition();
}

function exists({ value }: PathExpression, wanted: boolean): Clause {
  return { sql: `${value} IS ${wanted ? 'NOT NULL' : 'NULL'}`, parameters: [] };
}

function oneOf({ value, type, holds }: PathExpression, wanted: readonly Scalar[]): Clause {
  if (!wanted.every(isScalar)) throw notACondition();
  const values = holds === undefined ? wanted : wanted.filter((each) => typeof each === holds);
  const [only] = values;
  if (only === undefined) return { sql: 'FALSE', parameters: [] };
  const sql = [values.length === 1 ? `${value} = ?` : `${value} IN (SELECT value FROM json_each(?))`];
  const parameters = [values.length === 1 ? bound(only) : JSON.stringify(values)];
  if (type !== undefined) {
    for (const bit of [0, 1]) {
      const types = values.filter((each) => typeof each !== 'string' && bound(each) === bit).map(jsonTypes);
      if (types.length > 0) sql.push(`(${value} <> ${bit} OR ${type} IN (${types.join(', ')}))`);
    }
    if (values.some((each) => typeof each === 'string' && /^[[{]/.test(each))) sql.push(isText(value, type));
  }
  return { sql: sql.join(' AND '), parameters };
}

function range({ value, type, holds }: PathExpression, bounds: object): Clause {
  const entries = Object.entries(bounds);
  const [first] = entries;
  if (first === undefined) throw notACondition();
  const kind = typeof first[1];
  const sql: string[] = [];
  for (const [name, bound] of entries) {
    if (!(name in OPERATORS) || !isScalar(bound)) throw notACondition();
    // No value is both a number and a text.
    if (typeof bound !== kind) return { sql: 'FALSE', parameters: [] };
    sql.push(`${value} ${OPERATORS[name as keyof typeof OPERATORS]} ?`);
  }
  if (holds !== undefined && holds !== kind) return { sql: 'FALSE', parameters: [] };
  const parameters = entries.map(([, each]) => bound(each));
  if (type !== undefined) {
    // Numbers sort before text, and the empty text first: these bounds keep a range of an index to one type.
    if (kind === 'string') sql.push(`${value} >= ''`, isText(value, type));
    if (kind === 'number')
      sql.push(`${value} < ''`, `(${value} NOT IN (0, 1) OR ${type} IN (${jsonTypes(2)}))`);
    if (kind === 'boolean') sql.push(`${type} IN ('true', 'false')`);
  }
  return { sql: sql.join(' AND '), parameters };
}

// Reading the type parses the whole document, so it is read only where the value leaves it open.
function isText(value: string, type: string): string {
  return `(substr(${value}, 1, 1) NOT IN ('[', '{') OR ${type} = 'text')`;
}

function jsonTypes(value: Scalar): string {
  return typeof value === 'boolean' ? `'${value}'` : `'integer', 'real'`;
}

function bound(value: Scalar): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function notACondition(): StoreError {
  return new StoreError('a condition is none that the store knows', { retryable: false });
}
