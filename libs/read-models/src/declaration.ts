import type { Collection, CollectionDeclaration } from '@gatehouse/store';

/** The declarations of some collections, by the names that code has for them. */
export type DeclarationsOf<C> = {
  readonly [K in keyof C]: C[K] extends Collection<infer D> ? CollectionDeclaration<D> : never;
};

/** Collections that are built from the log together and read together. */
export interface ReadModelDeclaration<C> {
  /** As an operator calls it. */
  name: string;
  /** The generation of its schema. */
  generation: string;
  collections: DeclarationsOf<C>;
}
