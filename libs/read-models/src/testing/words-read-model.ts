import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLog, openEventLog, type ParsedRecord, subscribe } from '@gatehouse/event-log';
import { createLogger } from '@gatehouse/runtime';
import {
  type Collection,
  change,
  type Document,
  defineCollection,
  documentSchema,
  openStore,
  type Store,
} from '@gatehouse/store';
import { readModelCollections } from '../collections.ts';
import { performsEffects } from '../control.ts';
import type { ReadModelDeclaration } from '../declaration.ts';
import type { Generation } from '../following.ts';
import type { Pace } from '../pace.ts';
import { openReadModel } from '../read-model.ts';
import { runReadModel } from '../run-read-model.ts';

/** A projection of a word. Each change has an effect: the newest version is noted. */
export interface Word extends Document {
  wordVersion: number;
}

interface WordCollections {
  words: Collection<Word>;
}

export const WORDS = 'words-1';
const TOPIC = 'test.words.v1';

const declaration: ReadModelDeclaration<WordCollections> = {
  name: 'words',
  generation: WORDS,
  collections: {
    words: defineCollection(WORDS, documentSchema({ wordVersion: { type: Number, required: true } })),
  },
};

export const QUICK: Pace = { lookMs: 15, staleMs: 100, settleMs: 250 };

export interface Place {
  openStore(): Promise<Store>;
  openLog(): Promise<EventLog>;
  remove(): Promise<void>;
}

/** Embedded engines in a directory of their own. Each opening is like another process. */
export async function embeddedPlace(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-words-'));
  const now = Date.now;
  return {
    openStore: () =>
      openStore({ url: 'sqlite:', dataDir, name: 'words', collections: readModelCollections, now }),
    openLog: () => openEventLog({ url: 'sqlite:', dataDir, now }),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** Publishes versions of words, and remembers each word's last. */
export async function createSpeaker(eventLog: EventLog) {
  await eventLog.ensureTopics([{ name: TOPIC }]);
  const publisher = await eventLog.publisher('speaker');
  const said = new Map<string, number>();
  return {
    said,
    async say(...keys: string[]) {
      const records = keys.map((key) => {
        const version = (said.get(key) ?? 0) + 1;
        said.set(key, version);
        return { topic: TOPIC, key, value: JSON.stringify({ version }) };
      });
      await publisher.publish(records);
    },
    close: () => publisher.close(),
  };
}

interface InstanceOptions {
  place: Place;
  /** For each word, the newest version whose effect any instance performed. */
  performed?: Map<string, number>;
  throughStore?: (store: Store) => Store;
  pace?: Pace;
  /** Runs before each record is handled. */
  before?: (run: string, key: string) => Promise<void> | void;
}

/** One instance of an app with a read model of words. */
export async function startInstance(options: InstanceOptions) {
  const { place, performed = new Map(), throughStore = (store) => store, pace = QUICK } = options;
  const opened = await place.openStore();
  const eventLog = await place.openLog();
  await eventLog.ensureTopics([{ name: TOPIC }]);
  const store = throughStore(opened);
  const now = Date.now;
  const model = await openReadModel({ store, declaration, now, pace });

  const keeping =
    ({ run, collections: { words } }: Generation<WordCollections>) =>
    async ({ key, event }: ParsedRecord) => {
      await options.before?.(run, key);
      const wordVersion = Number(event.version);
      await change(words, now, key, (current) =>
        current !== undefined && current.wordVersion >= wordVersion
          ? { result: undefined }
          : { document: { _id: key, wordVersion }, result: undefined },
      );
      const control = await model.look();
      if (performsEffects(control, run)) {
        const read = await (await model.ofRun(control.active.run)).words.get(key);
        performed.set(key, Math.max(performed.get(key) ?? 0, read?.wordVersion ?? 0));
      }
      return { status: 'done' } as const;
    };
  const running = await runReadModel({
    model,
    store,
    eventLog,
    now,
    pace,
    log: createLogger({ name: 'words', level: 'silent' }),
    consumersOf: (generation) => [{ group: 'test.words', topics: [TOPIC], handle: keeping(generation) }],
    subscribe: (consumer) => subscribe({ ...consumer, log: eventLog, now, ping: () => opened.ping() }),
  });
  return {
    ...running,
    model,
    store: opened,
    eventLog,
    async close() {
      await running.close();
      await eventLog.close();
      await opened.close();
    },
  };
}

export type Instance = Awaited<ReturnType<typeof startInstance>>;
