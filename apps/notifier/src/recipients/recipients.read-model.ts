import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import type { Collection } from '@gatehouse/store';
import { type RecipientDocument, recipientsCollection } from './recipients.store.ts';

/** The projection of directory's users. */
export interface RecipientCollections {
  recipients: Collection<RecipientDocument>;
}

export type RecipientsReadModel = ReadModel<RecipientCollections>;

export const recipientsReadModel: ReadModelDeclaration<RecipientCollections> = {
  name: 'notifier-recipients',
  generation: 'recipients-1',
  collections: { recipients: recipientsCollection },
};
