import type { AttributeDefinitionState, PresentAttributeDefinition } from '@gatehouse/contracts';
import type { EntityKind } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';
import { presentDefinition } from './attribute-definition.ts';

const schema = documentSchema({
  state: json<AttributeDefinitionState>(),
  /** While it is declared. */
  name: String,
  /** Where it is the provider's word. */
  claim: String,
  /** Until when values are looked through that it no longer allows: milliseconds. */
  sweptUntil: Number,
});
schema.index({ name: 1 }, { name: 'name' });
schema.index({ claim: 1 }, { name: 'claim' });
schema.index({ sweptUntil: 1 }, { name: 'swept' });

export const attributeDefinitionsCollection = defineCollection('attribute-definitions', schema);
export type AttributeDefinitionDocument = DocumentOf<typeof schema>;
export type AttributeDefinitionsCollection = Collection<AttributeDefinitionDocument>;

export const keysOfDefinition = (
  state: AttributeDefinitionState,
  { sweptUntil = 0 }: Partial<AttributeDefinitionDocument> = {},
) => ({
  ...(state.status === 'present' && { name: state.id }),
  ...(state.status === 'present' && state.claim !== undefined && { claim: state.claim }),
  ...(sweptUntil > 0 && { sweptUntil }),
});

export function attributeDefinitionKind(
  collection: AttributeDefinitionsCollection,
  now: () => number,
): EntityKind<'gatehouse.accounts.attribute-definition.v1', AttributeDefinitionDocument> {
  return { type: 'gatehouse.accounts.attribute-definition.v1', collection, keys: keysOfDefinition, now };
}

/** More are nobody's, and more are not read at once. */
const MOST = 1_000;

/** Those of the names that are declared. */
export async function definitionsOf(
  collection: AttributeDefinitionsCollection,
  names: readonly string[],
): Promise<Map<string, PresentAttributeDefinition>> {
  const found = new Map<string, PresentAttributeDefinition>();
  for (let from = 0; from < names.length; from += MOST) {
    for (const { _id, state } of await collection.getMany(names.slice(from, from + MOST))) {
      const present = presentDefinition(state);
      if (present !== undefined) found.set(_id, present);
    }
  }
  return found;
}

/** All of them by name, or all that are the provider's word. */
export async function allDefinitions(
  collection: AttributeDefinitionsCollection,
  by: 'name' | 'claim' = 'name',
): Promise<PresentAttributeDefinition[]> {
  const found = await collection.find({ where: { [by]: { gte: '' } }, sort: [[by, 1]], limit: MOST });
  return found.flatMap(({ state }) => presentDefinition(state) ?? []);
}
