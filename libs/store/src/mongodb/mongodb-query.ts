import type { mongo, Schema } from 'mongoose';
import { isMemberPath } from '../declaration.ts';
import type { Condition, Filter, Query, Scalar } from '../port.ts';
import { StoreError } from '../port.ts';
import type { StoredDocument } from './stored-document.ts';

const OPERATORS = { gt: '$gt', gte: '$gte', lt: '$lt', lte: '$lte' } as const;
const NOTHING = { $in: [] };
/** MongoDB would also look for the value inside an array; in the port a value is the member itself. */
const NO_ARRAY = { $not: { $type: 'array' } };

/**
 * A filter as MongoDB's. Throws StoreError for what is none: nothing that a caller gives is ever an operator. A value of
 * another type than the schema's matches nothing; mongoose would convert it.
 */
export function mongodbFilter(where: Filter | undefined, schema: Schema): mongo.Filter<StoredDocument> {
  return Object.fromEntries(
    Object.entries(where ?? {}).map(([path, condition]) => {
      const own = path === '_id' || path === 'version';
      const holds = schema.paths[path]?.instance.toLowerCase();
      return [
        memberPath(path),
        { ...operators(condition, holds), ...(!own && !isExists(condition) && NO_ARRAY) },
      ];
    }),
  );
}

/** The order as MongoDB's, with the id to break ties; undefined without a sort. */
export function mongodbSort(sort: Query['sort']): Map<string, 1 | -1> | undefined {
  const last = sort?.at(-1);
  if (sort === undefined || last === undefined) return undefined;
  const terms = sort.map(([path, direction]): [string, 1 | -1] => [memberPath(path), direction]);
  return new Map(sort.some(([path]) => path === '_id') ? terms : [...terms, ['_id', last[1]]]);
}

function operators(condition: Condition, holds: string | undefined): object {
  const isHeld = (value: unknown) => holds === undefined || holds === 'mixed' || holds === typeof value;
  if (isScalar(condition)) return isHeld(condition) ? { $eq: condition } : NOTHING;
  if (typeof condition !== 'object' || condition === null) throw notACondition();
  if (isExists(condition)) return { $exists: condition.exists };
  if ('in' in condition) {
    if (!condition.in.every(isScalar)) throw notACondition();
    return { $in: condition.in.filter(isHeld) };
  }
  const bounds = Object.entries(condition);
  const kind = typeof bounds[0]?.[1];
  if (bounds.length === 0 || !bounds.every(([name, bound]) => name in OPERATORS && isScalar(bound))) {
    throw notACondition();
  }
  // No value is both a number and a text.
  if (bounds.some(([, bound]) => typeof bound !== kind || !isHeld(bound))) return NOTHING;
  return Object.fromEntries(
    bounds.map(([name, bound]) => [OPERATORS[name as keyof typeof OPERATORS], bound]),
  );
}

function isExists(condition: Condition): condition is { exists: boolean } {
  return typeof condition === 'object' && condition !== null && 'exists' in condition;
}

function memberPath(path: string): string {
  if (isMemberPath(path)) return path;
  throw new StoreError('a condition names no member path', { retryable: false });
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function notACondition(): StoreError {
  return new StoreError('a condition is none that the store knows', { retryable: false });
}
