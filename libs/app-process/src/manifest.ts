import type { AppName, BackendName } from '@gatehouse/contracts';
import type { Remembered, Restorable } from '@gatehouse/entities';
import type { EventLog, TopicDeclaration } from '@gatehouse/event-log';
import type { Credentials, Route } from '@gatehouse/http';
import type { ReadModelDeclaration } from '@gatehouse/read-models';
import type { Clock, Logger, Sealer } from '@gatehouse/runtime';
import type { CollectionDeclaration, Document, Store } from '@gatehouse/store';

/** What the rest of the platform must know of an app. */
export interface AppManifest {
  /** A row of the table of apps in `@gatehouse/contracts`. */
  name: AppName;
  /** The endpoints that the API's description shows. Loaded on demand. */
  declaredRoutes: () => Promise<readonly Route[]>;
}

/** The manifest of an app that has a store. */
export interface BackendManifest<C = never> extends AppManifest {
  name: BackendName;
  /** The topics that it publishes to. */
  topics: readonly TopicDeclaration[];
  /** Every collection of its store, those of its read models aside. */
  collections: readonly CollectionDeclaration<Document>[];
  // biome-ignore lint/suspicious/noExplicitAny: a read model has collections of its own kinds
  readModels: readonly ReadModelDeclaration<any>[];
  /** The kinds of entities that it publishes, for a restore. */
  restorables: readonly Restorable[];
  /** Its projections of other apps' entities: they too know what a restore has lost. */
  remembered: readonly Remembered[];
  /** Whether a platform in use always has entities in this store: an empty one then lacks its backup. */
  isNeverEmpty: boolean;
  /** Brings what is derived from the entities in line with them after a restore. */
  afterRestore?: (store: Store, now: () => number) => Promise<void>;
  /** Starts it. Loaded on demand. */
  start: (dependencies: BackendDependencies<C>) => Promise<RunningApp>;
}

/** What an app with a store starts with. Store and log are opened, and closed, by the caller. */
export interface BackendDependencies<C> {
  /** What the app reads of the environment. */
  config: C;
  log: Logger;
  /** Opened with the `collections` of the app's manifest. */
  store: Store;
  eventLog: EventLog;
  /** Seals and opens what is encrypted at rest. */
  sealer: Sealer;
  /** Verifies what the gateway says of a caller. */
  credentials: Credentials;
  clock: Clock;
  /** What links in emails begin with, without a slash at its end. */
  publicUrl: string;
  /** Adds memory, event loop and CPU to the metrics: once in each process. Default false. */
  processMetrics?: boolean;
}

/** An app that listens. */
export interface RunningApp {
  url: string;
  port: number;
  /** Lets what is under way finish within 12 s, publishes what waits, and stops. */
  close(): Promise<void>;
}
