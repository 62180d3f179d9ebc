import type { AttributeValuesState } from '@gatehouse/contracts';
import type { EntityKind } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';

/** The values of a user's attributes: one document, so that a change of several is all or nothing. */
const schema = documentSchema({ state: json<AttributeValuesState>() });

export const attributeValuesCollection = defineCollection('attribute-values', schema);
export type AttributeValuesDocument = DocumentOf<typeof schema>;
export type AttributeValuesCollection = Collection<AttributeValuesDocument>;

export function attributeValuesKind(
  collection: AttributeValuesCollection,
  now: () => number,
): EntityKind<'gatehouse.accounts.attribute-values.v1', AttributeValuesDocument> {
  return { type: 'gatehouse.accounts.attribute-values.v1', collection, keys: () => ({}), now };
}
