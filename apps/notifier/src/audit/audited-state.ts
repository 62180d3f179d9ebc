import { hash } from 'node:crypto';
import type { EventOf, EventType } from '@gatehouse/contracts';
import { type AuditedTypes, auditedEntities } from './audited-entities.ts';
import type { AuditedEntity, AuditedType } from './audited-member.ts';

/** One item of a list, such as a membership: what of it is shown, and a digest of the rest. */
export interface AuditedItem {
  shown: unknown;
  digest: string;
}

/** What the audit keeps of an entity's last state: nothing personal, no secret. Members go by their names in the operator's API. */
export interface AuditedState {
  /** Nothing else is there then. */
  removed?: true;
  shown: Readonly<Record<string, unknown>>;
  /** Of members whose values are never shown: whether they changed can be told by it. */
  digests: Readonly<Record<string, string>>;
  /** Lists of which only the items that changed are shown, by the item's key. */
  items: Readonly<Record<string, Readonly<Record<string, AuditedItem>>>>;
}

/** An entity as a record names it. */
export interface EntityName {
  type: AuditedType;
  id: string;
  userId?: string;
  organisationId?: string;
  serviceId?: string;
}

const DIGEST_LENGTH = 16;

/** It goes with the entity's last state as soon as the entity is removed, or its personal members are erased. */
function digestOf(id: string, value: unknown): string {
  return hash('sha256', `${id}\n${JSON.stringify(value)}`, 'base64url').slice(0, DIGEST_LENGTH);
}

type State = { id: string } & Readonly<Record<string, unknown>>;

function entryOf(type: EventType): AuditedEntity<State> {
  const entry = auditedEntities[type];
  if (entry === undefined) throw new TypeError(`${type} is not audited`);
  return entry as unknown as AuditedEntity<State>;
}

/** What the audit keeps of a state. */
export function auditedStateOf<T extends AuditedTypes>({
  type,
  data,
}: Pick<EventOf<T>, 'type' | 'data'>): AuditedState {
  const state = data.state as unknown as State;
  const shown: Record<string, unknown> = {};
  const digests: Record<string, string> = {};
  const items: Record<string, Record<string, AuditedItem>> = {};
  if (state.removedAt !== undefined) return { removed: true, shown, digests, items };
  for (const [member, entry] of Object.entries(entryOf(type).members)) {
    if (entry === 'not audited') continue;
    if (entry.as === 'items') {
      const kept = entry
        .items(state)
        .map(({ key, shown, hidden }): [string, AuditedItem] => [
          key,
          { shown, digest: digestOf(state.id, hidden) },
        ]);
      if (kept.length > 0) items[entry.name] = Object.fromEntries(kept);
      continue;
    }
    const value = entry.value === undefined ? state[member] : entry.value(state);
    if (value === undefined) continue;
    if (entry.as === 'shown') shown[entry.name] = value;
    else digests[entry.name] = digestOf(state.id, value);
  }
  return { shown, digests, items };
}

/** How records name the entity of an event. */
export function entityNameOf<T extends AuditedTypes>({
  type,
  data,
}: Pick<EventOf<T>, 'type' | 'data'>): EntityName {
  const state = data.state as unknown as State;
  const { type: audited, refersTo = [] } = entryOf(type);
  const references = refersTo.flatMap((name) =>
    state[name] === undefined ? [] : [[name, String(state[name])]],
  );
  return { type: audited, id: state.id, ...Object.fromEntries(references) };
}

/** The audited names of those of a state's members that an event says it changed. */
export function auditedNamesOf(type: AuditedTypes, members: readonly string[]): ReadonlySet<string> {
  const entries = entryOf(type).members as Readonly<Record<string, AuditedEntity<State>['members'][string]>>;
  return new Set(
    members.flatMap((member) => {
      const entry = Object.hasOwn(entries, member) ? entries[member] : undefined;
      return entry === undefined || entry === 'not audited' ? [] : entry.name;
    }),
  );
}
