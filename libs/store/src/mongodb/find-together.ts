import type { Query } from '../port.ts';
import { CALL_LIMIT_MS } from './calls.ts';
import { gathered } from './gathered.ts';
import { type MergeableQuery, mergeableQuery, mergedQuery, sharedOut } from './mergeable-query.ts';
import type { StoredDocument } from './stored-document.ts';

/** Queries in one call. */
const MOST_QUERIES = 50;
/** The most documents that a merged query may find. */
const MOST_FOUND = 500;
/** A shape that found more is not merged for so long. */
const APART_MS = 60_000;

type Find = (query: Query) => Promise<StoredDocument[]>;

interface Shape {
  ask: (query: MergeableQuery) => Promise<StoredDocument[]>;
  users: number;
}

/** `findForAll` must end in time: other queries of the shape wait for it. */
export interface FindingTogether {
  find: Find;
  findForAll: Find;
  now?: () => number;
}

/**
 * Merges queries of one shape that are asked at the same time: each call costs the server and the driver more than the few
 * documents that it finds. Where they find too many together, each is asked by itself, and so are later ones of the shape
 * for a while.
 */
export function findTogether({ find, findForAll, now = () => performance.now() }: FindingTogether): Find {
  const shapes = new Map<string, Shape>();
  const apartUntil = new Map<string, number>();

  async function send(queries: readonly MergeableQuery[]) {
    const [first] = queries;
    if (first === undefined) return [];
    if (queries.length === 1) return [{ value: await findForAll(alone(first)) }];
    const found = await findForAll(mergedQuery(queries, MOST_FOUND));
    if (found.length < MOST_FOUND) return sharedOut(queries, found).map((value) => ({ value }));
    apartUntil.set(first.shape, now() + APART_MS);
    return Promise.all(queries.map(async (query) => ({ value: await findForAll(alone(query)) })));
  }

  function isApart(shape: string): boolean {
    const until = apartUntil.get(shape);
    if (until === undefined) return false;
    if (now() < until) return true;
    apartUntil.delete(shape);
    return false;
  }

  return async (query) => {
    const mergeable = mergeableQuery(query);
    if (mergeable === undefined || isApart(mergeable.shape)) return find(query);
    const { shape: key } = mergeable;
    const shape = shapes.get(key) ?? {
      ask: gathered({ send, most: MOST_QUERIES, limitMs: CALL_LIMIT_MS }),
      users: 0,
    };
    shapes.set(key, shape);
    shape.users++;
    try {
      return await shape.ask(mergeable);
    } finally {
      shape.users--;
      if (shape.users === 0) shapes.delete(key);
    }
  };
}

function alone({ path, value, rest, sort, limit }: MergeableQuery): Query {
  return { where: { [path]: value, ...rest }, ...(sort !== undefined && { sort }), limit };
}
