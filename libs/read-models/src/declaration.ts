import type { Collection, CollectionDeclaration } from '@gatehouse/store';

/** Declarations of collections, by their names in code. */
export type DeclarationsOf<C> = {
  readonly [K in keyof C]: C[K] extends Collection<infer D> ? CollectionDeclaration<D> : never;
};

/** Collections that are built from the log, and rebuilt, together. */
export interface ReadModelDeclaration<C> {
  /** The name that operators use. */
  name: string;
  /** The generation of its schema. */
  generation: string;
  collections: DeclarationsOf<C>;
}
