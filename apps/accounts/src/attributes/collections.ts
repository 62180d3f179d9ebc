import { restorable } from '@gatehouse/entities';
import {
  type AttributeDefinitionDocument,
  attributeDefinitionsCollection,
  keysOfDefinition,
} from './definitions.store.ts';
import { attributeHoldersCollection } from './holders.store.ts';
import { type AttributeValuesDocument, attributeValuesCollection } from './values.store.ts';

/** What is kept of attributes. */
export const attributeCollections = [
  attributeDefinitionsCollection,
  attributeValuesCollection,
  attributeHoldersCollection,
];

/** For a restore: declarations and values that were made after the backup come back. */
export const attributeRestorables = [
  restorable<'gatehouse.accounts.attribute-definition.v1', AttributeDefinitionDocument>({
    type: 'gatehouse.accounts.attribute-definition.v1',
    collection: attributeDefinitionsCollection,
    lost: (state) => ({ _id: state.id, state, ...keysOfDefinition(state) }),
  }),
  restorable<'gatehouse.accounts.attribute-values.v1', AttributeValuesDocument>({
    type: 'gatehouse.accounts.attribute-values.v1',
    collection: attributeValuesCollection,
    lost: (state) => ({ _id: state.id, state }),
  }),
];
