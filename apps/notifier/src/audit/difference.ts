import { isDeepStrictEqual } from 'node:util';
import type { AuditedState } from './audited-state.ts';

type Values = Readonly<Record<string, unknown>>;

/** What an entity's change is to an operator. */
export interface Difference {
  action: 'created' | 'changed' | 'removed';
  /** Names of the members, by alphabet. */
  changed: readonly string[];
  /** The changed members that may be shown; `null` where the entity was not there. */
  before: Values | null;
  after: Values | null;
}

const NOTHING: AuditedState = { shown: {}, digests: {}, items: {} };

/** The names of the members in which two records differ. */
function differing(before: Values, after: Values): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

/** Of each list that differs the items that were made, altered or taken out. */
function differingItems(before: AuditedState['items'], after: AuditedState['items']) {
  return differing(before, after).map((name) => {
    const [old = {}, next = {}] = [before[name], after[name]];
    const keys = differing(old, next).sort();
    const shownOf = (items: Readonly<Record<string, { shown: unknown }>>) =>
      keys.flatMap((key) => (items[key] === undefined ? [] : [items[key].shown]));
    return { name, before: shownOf(old), after: shownOf(next) };
  });
}

/** The difference of two states of an entity, of which none is the first; undefined where it is none to an operator. */
export function differenceOf(previous: AuditedState | undefined, next: AuditedState): Difference | undefined {
  const wasThere = previous !== undefined && previous.removed === undefined;
  const isThere = next.removed === undefined;
  if (!wasThere && !isThere) {
    return previous === undefined ? { action: 'removed', changed: [], before: null, after: null } : undefined;
  }
  const old = wasThere ? previous : NOTHING;
  const shown = differing(old.shown, next.shown);
  const items = differingItems(old.items, next.items);
  const changed = [
    ...shown,
    ...differing(old.digests, next.digests),
    ...items.map(({ name }) => name),
  ].sort();
  if (wasThere && isThere && changed.length === 0) return undefined;
  const valuesOf = (state: AuditedState, side: 'before' | 'after') =>
    Object.fromEntries([
      ...shown.map((name) => [name, state.shown[name] ?? null]),
      ...items.map((item) => [item.name, item[side]]),
    ]);
  return {
    action: wasThere ? (isThere ? 'changed' : 'removed') : 'created',
    changed,
    before: wasThere ? valuesOf(old, 'before') : null,
    after: isThere ? valuesOf(next, 'after') : null,
  };
}
