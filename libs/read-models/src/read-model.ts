import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CollectionDeclaration, change, type Document, type Store } from '@gatehouse/store';
import { type Control, FIRST_CONTROL } from './control.ts';
import type { ReadModelDeclaration } from './declaration.ts';
import { facadeOf } from './facade.ts';
import { nameInRun } from './generation-names.ts';
import { PACE, type Pace } from './pace.ts';
import { type ControlDocument, controlsCollection } from './stores/controls.ts';

/** A read model, for its readers: the active generation, and where a rebuild stands. */
export interface ReadModel<C> {
  readonly declaration: ReadModelDeclaration<C>;
  /** The collections of the active generation, for calls that belong together. */
  current(): Promise<C>;
  /** The same collections; each call goes to the generation that is active then. */
  readonly collections: C;
  /** The state as this instance last read it. */
  seen(): Control;
  /** Reads the state from the store. */
  look(): Promise<Control>;
  /** The collections of one run; missing ones are created. */
  ofRun(run: string): Promise<C>;
  /** Changes the state by compare-and-set; false where `decide` leaves it as it is. */
  steer(decide: (control: Control) => Control | undefined): Promise<boolean>;
}

interface Parts<C> {
  /** Opened with `controlsCollection`. */
  store: Store;
  declaration: ReadModelDeclaration<C>;
  now: () => number;
  pace?: Pace;
}

/** Opens a read model, with the collections of its active generation. */
export async function openReadModel<C>({
  store,
  declaration,
  now,
  pace = PACE,
}: Parts<C>): Promise<ReadModel<C>> {
  const controls = store.collection(controlsCollection);
  const id = declaration.generation;
  const opened = new Map<string, Promise<C>>();
  let last: { control: Control; version: number; at: number } = {
    control: FIRST_CONTROL,
    version: -1,
    at: Number.NEGATIVE_INFINITY,
  };

  function ofRun(run: string): Promise<C> {
    const known = opened.get(run);
    if (known !== undefined) return known;
    const opening = addAll(store, declaration, run);
    opened.set(run, opening);
    opening.catch(() => opened.delete(run));
    return opening;
  }

  let nextLook: Promise<Control> | undefined;

  /** All callers in one turn of the event loop share one read, which begins after that turn. */
  function look(): Promise<Control> {
    nextLook ??= nextTurn().then(() => {
      nextLook = undefined;
      return lookNow();
    });
    return nextLook;
  }

  async function lookNow(): Promise<Control> {
    const at = performance.now();
    const document = await controls.get(id);
    const version = document?.version ?? 0;
    // Of two reads at once, the later answer may be the older state.
    if (version >= last.version) last = { control: document ?? FIRST_CONTROL, version, at };
    return last.control;
  }

  async function current(): Promise<C> {
    if (performance.now() - last.at > pace.staleMs) await look();
    return ofRun(last.control.active.run);
  }

  const model: ReadModel<C> = {
    declaration,
    current,
    collections: facadeOf(declaration.collections, current),
    seen: () => last.control,
    look,
    ofRun,
    async steer(decide) {
      const { status } = await change(controls, now, id, (stored) => {
        const next = decide(stored ?? FIRST_CONTROL);
        return next === undefined
          ? { result: undefined }
          : { document: { ...next, _id: id } as ControlDocument, result: undefined };
      });
      await look();
      return status === 'changed';
    },
  };
  await current();
  return model;
}

async function addAll<C>(store: Store, { collections }: ReadModelDeclaration<C>, run: string): Promise<C> {
  const declared = Object.entries<CollectionDeclaration<Document>>(collections);
  const added = await Promise.all(
    declared.map(async ([key, declaration]) => {
      const name = nameInRun(declaration.name, run);
      return [key, await store.add({ ...declaration, name })] as const;
    }),
  );
  return Object.fromEntries(added) as C;
}
