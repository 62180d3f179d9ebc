import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import { LISTS, type ListRows, listRowsCollection } from './list-rows.store.ts';
import { type Lists, listsCollection } from './lists.store.ts';

/** The collections of one generation. */
export interface ListCollections {
  lists: Lists;
  listRows: ListRows;
}

export type UserLists = ReadModel<ListCollections>;

export const userLists: ReadModelDeclaration<ListCollections> = {
  name: 'lists',
  generation: LISTS,
  collections: { lists: listsCollection, listRows: listRowsCollection },
};
