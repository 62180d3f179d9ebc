import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue, Origin, PresentAttributeDefinition } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { unavailable } from '@gatehouse/errors';
import { lookUpUntil, type Sealer } from '@gatehouse/runtime';
import { DocumentTooLargeError } from '@gatehouse/store';
import type { AttributeHolders } from './holders.store.ts';
import { areTooMuch, changedValues, keptValue, openedValue, valuesIn, withValues } from './values.domain.ts';
import { type AttributeValuesCollection, attributeValuesKind } from './values.store.ts';

export interface AttributesParts {
  values: AttributeValuesCollection;
  holders: AttributeHolders;
  sealer: Sealer;
  now: () => number;
}

/** A value that is set, or null: it is taken out. */
export interface SetValue {
  definition: PresentAttributeDefinition;
  value: unknown;
}

type Changes = Record<string, AttributeValue | undefined>;
type Definitions = ReadonlyMap<string, PresentAttributeDefinition>;

export type Attributes = ReturnType<typeof openAttributes>;

/** The values of users' attributes. Who may do what with them is decided before. */
export function openAttributes({ values, holders, sealer, now }: AttributesParts) {
  const kind = attributeValuesKind(values, now);
  const at = () => new Date(now()).toISOString();

  /** A text that is set again as it is keeps its seal, so that nothing changes. */
  function changeOf(userId: string, held: AttributeValue | undefined, { definition, value }: SetValue) {
    if (value === null) return undefined;
    const text = JSON.stringify(value);
    const isAsKept = held?.incarnation === definition.incarnation && 'sealed' in held === definition.mfa.get;
    if (isAsKept && openedValue(held, definition.id, { userId, sealer }) === text) return held;
    return keptValue(definition, { userId, sealer }, text);
  }

  /** Events of changes that came just before may fill the document until they are published. */
  async function change(...given: Parameters<typeof changeOnce>): Promise<boolean> {
    const changed = await lookUpUntil(async () => {
      try {
        return await changeOnce(...given);
      } catch (error) {
        if (error instanceof DocumentTooLargeError) return undefined;
        throw error;
      }
    });
    if (changed === undefined)
      throw unavailable(new Error('events of attribute values wait to be published'));
    return changed;
  }

  async function changeOnce(
    userId: string,
    origin: Origin,
    decide: (held: Readonly<Record<string, AttributeValue>>) => Changes | undefined,
  ): Promise<boolean> {
    const { result } = await changeEntity(kind, userId, origin, (current) => {
      const held = valuesIn(current);
      const changes = decide(held);
      if (changes === undefined) return { result: false };
      const isSame = Object.entries(changes).every(([name, value]) => isDeepStrictEqual(held[name], value));
      return isSame ? { result: true } : { state: withValues(current, userId, changes, at()), result: true };
    });
    return result;
  }

  return {
    /** The values of these attributes that a user holds. */
    async read(userId: string, definitions: Definitions): Promise<Map<string, unknown>> {
      const held = valuesIn((await values.get(userId))?.state);
      const found = new Map<string, unknown>();
      for (const [name, { incarnation }] of definitions) {
        const value = held[name];
        if (value?.incarnation !== incarnation) continue;
        found.set(name, JSON.parse(openedValue(value, name, { userId, sealer })));
      }
      return found;
    },
    /** Sets all or nothing. False: together they would be too much, and nothing is set. */
    async set(userId: string, set: readonly SetValue[], origin: Origin): Promise<boolean> {
      const added = set.filter(({ value }) => value !== null).map(({ definition }) => definition.id);
      await holders.add(userId, added);
      return change(userId, origin, (held) => {
        const changes: Changes = Object.fromEntries(
          set.map((one) => [one.definition.id, changeOf(userId, held[one.definition.id], one)]),
        );
        return added.length > 0 && areTooMuch(changedValues(held, changes)) ? undefined : changes;
      });
    },
    /** Whether anybody holds a value of an attribute. */
    async isHeld({ id: name, incarnation }: PresentAttributeDefinition): Promise<boolean> {
      for await (const userIds of holders.of(name)) {
        const found = await values.getMany(userIds);
        if (found.some(({ state }) => valuesIn(state)[name]?.incarnation === incarnation)) return true;
      }
      return false;
    },
    /** Brings all values of an attribute in line with its definition: those that count no longer go, others are sealed or opened. */
    async sweep(
      name: string,
      definition: PresentAttributeDefinition | undefined,
      origin: Origin,
    ): Promise<void> {
      for await (const userIds of holders.of(name)) {
        for (const userId of userIds) {
          await change(userId, origin, (held) => {
            const value = held[name];
            if (value === undefined) return {};
            if (value.incarnation !== definition?.incarnation) return { [name]: undefined };
            const isSealed = 'sealed' in value;
            if (definition === undefined || isSealed === definition.mfa.get) return {};
            const text = openedValue(value, name, { userId, sealer });
            return { [name]: keptValue(definition, { userId, sealer }, text) };
          });
        }
      }
    },
    /** A user is gone: nothing is left but that they are. */
    async erase(userId: string, origin: Origin): Promise<void> {
      await changeEntity(kind, userId, origin, (current) => {
        if (current?.status !== 'present') return { result: undefined };
        return { state: { id: userId, status: 'removed' as const, removedAt: at() }, result: undefined };
      });
      await holders.forget(userId);
    },
  };
}
