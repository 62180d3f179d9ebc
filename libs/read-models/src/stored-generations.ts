import type { CollectionDeclaration, Document, Store } from '@gatehouse/store';
import { FIRST_CONTROL } from './control.ts';
import type { ReadModelDeclaration } from './declaration.ts';
import { nameInRun } from './generation-names.ts';
import { controlsCollection } from './stores/controls.ts';

/** A read model with any collections. */
// biome-ignore lint/suspicious/noExplicitAny: only the names of the collections matter here
type AnyReadModel = Pick<ReadModelDeclaration<any>, 'generation' | 'collections'>;

/** The collections of all generations of some read models in a store, for copying it elsewhere. */
export async function storedGenerations(
  store: Store,
  models: readonly AnyReadModel[],
): Promise<CollectionDeclaration<Document>[]> {
  const controls = store.collection(controlsCollection);
  const stored = models.map(async ({ generation, collections }) => {
    const { active, building, draining, retired } = (await controls.get(generation)) ?? FIRST_CONTROL;
    const runs = new Set([active, building, draining, retired].flatMap((stage) => stage?.run ?? []));
    const declared = Object.values<CollectionDeclaration<Document>>(collections);
    return [...runs].flatMap((run) =>
      declared.map(({ name, schema }) => ({ name: nameInRun(name, run), schema })),
    );
  });
  return (await Promise.all(stored)).flat();
}
