import type { CollectionDeclaration, Document, Store } from '@gatehouse/store';
import { FIRST_CONTROL } from './control.ts';
import type { ReadModelDeclaration } from './declaration.ts';
import { nameInRun } from './generation-names.ts';
import { controlsCollection } from './stores/controls.ts';

/** A read model of whatever collections. */
// biome-ignore lint/suspicious/noExplicitAny: each has collections of its own kinds, of which only the names matter here
type AnyReadModel = Pick<ReadModelDeclaration<any>, 'generation' | 'collections'>;

/** The collections of all generations that a store has of its read models: for whoever carries the store elsewhere. */
export async function keptGenerations(
  store: Store,
  models: readonly AnyReadModel[],
): Promise<CollectionDeclaration<Document>[]> {
  const controls = store.collection(controlsCollection);
  const kept = models.map(async ({ generation, collections }) => {
    const { active, building, draining, retired } = (await controls.get(generation)) ?? FIRST_CONTROL;
    const runs = new Set([active, building, draining, retired].flatMap((stage) => stage?.run ?? []));
    const declared = Object.values<CollectionDeclaration<Document>>(collections);
    return [...runs].flatMap((run) =>
      declared.map(({ name, schema }) => ({ name: nameInRun(name, run), schema })),
    );
  });
  return (await Promise.all(kept)).flat();
}
