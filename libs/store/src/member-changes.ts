/** The top-level members that a write sets and removes. */
export interface MemberChanges {
  set: ReadonlyMap<string, unknown>;
  gone: readonly string[];
}

/**
 * The members of `document` that differ from `previous`, and those that are gone. Members that neither has are left out, so
 * that an older release leaves a newer release's members alone.
 */
export function memberChanges(previous: object, document: object): MemberChanges {
  const before = new Map<string, unknown>(Object.entries(previous));
  const set = new Map<string, unknown>();
  for (const [name, value] of Object.entries(document)) {
    if (value !== undefined && !isSame(before.get(name), value)) set.set(name, value);
    if (value !== undefined) before.delete(name);
  }
  return { set, gone: [...before.keys()] };
}

/** Marks as changes: undefined removes a member. */
export function markChanges(members: Readonly<Record<string, unknown>>): MemberChanges {
  const entries = Object.entries(members);
  return {
    set: new Map(entries.filter(([, value]) => value !== undefined)),
    gone: entries.filter(([, value]) => value === undefined).map(([name]) => name),
  };
}

// JSON text is what is stored, so members with equal texts are equal.
function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (typeof before !== 'object' || typeof after !== 'object') return false;
  return JSON.stringify(before) === JSON.stringify(after);
}
