import { lookUpName } from '@gatehouse/name-lookup';
import mongoose, { type Model, type mongo, type Schema } from 'mongoose';
import { StoreError } from '../port.ts';
import { storeError } from './mongodb-error.ts';
import type { MongodbUrl } from './mongodb-url.ts';
import { renewWhenSilent } from './renewed-client.ts';
import type { StoredDocument } from './stored-document.ts';

/** A collection's mongoose model. What it is given has been checked against the schema: it validates nothing again. */
export type StoredModel = Model<StoredDocument>;

/** The model's collection: the model itself makes and checks a query for each call, or a mongoose document of each that it is given. */
export function belowModel(model: StoredModel): mongo.Collection<StoredDocument> {
  return model.collection as unknown as mongo.Collection<StoredDocument>;
}

/** A connected client of one database. */
export interface MongodbConnection {
  /** For what concerns no document: indexes, and dropping a collection. */
  readonly db: mongo.Db;
  model(declaration: { name: string; schema: Schema }): StoredModel;
  close(): Promise<void>;
}

/** Applies to every call. `readMongodbUrl` refuses a URL that says otherwise. */
const PROMISES = {
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
  readConcern: { level: 'local' },
} as const;

/** Defaults that the URL may override, by the option's name in lower case. */
const DEFAULTS = {
  // Without a primary a request fails soon: a failover takes longer than anyone would wait.
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  // More connections would only queue in the server; a call that waits this long for one fails, and may be retried.
  maxPoolSize: 50,
  maxConnecting: 5,
  waitQueueTimeoutMS: 2_000,
  // The heartbeat finds a server that hangs within this and the connect timeout, and closes its connections. The
  // socket's timeout is the last resort, longer than the longest call.
  heartbeatFrequencyMS: 2_000,
  socketTimeoutMS: 30_000,
  // Sooner than firewalls and load balancers drop an idle connection, commonly after some minutes.
  maxIdleTimeMS: 120_000,
};

/** Connects. `unlimited`: an answer may take any time. Rejects with StoreError. */
export async function connectMongodb(
  url: string,
  { database, options }: MongodbUrl,
  { unlimited }: { unlimited: boolean } = { unlimited: false },
): Promise<MongodbConnection> {
  const defaults = Object.entries(DEFAULTS).filter(([option]) => !options.has(option.toLowerCase()));
  const connection = mongoose.createConnection();
  // Callers get the failures; without a listener an `error` event would end the process.
  connection.on('error', () => {});
  try {
    await connection.openUri(url, {
      ...Object.fromEntries(defaults),
      ...(unlimited && { socketTimeoutMS: 0 }),
      ...PROMISES,
      dbName: database,
      appName: database,
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      lookup: lookUpName,
    });
    const client = connection.getClient();
    const endRenewing = renewWhenSilent(client);
    return {
      db: client.db(database),
      model: ({ name, schema }) =>
        (connection.models[name] ?? connection.model(name, schema, name)) as StoredModel,
      async close() {
        await endRenewing();
        await connection.close();
      },
    };
  } catch (error) {
    await connection.destroy().catch(() => {});
    throw unsupportedOption(error) ?? storeError('MongoDB', error);
  }
}

/** The driver's message contains the names of unknown options, and no values. */
function unsupportedOption(error: unknown): StoreError | undefined {
  const names =
    error instanceof Error && /^options? ([\w, ]+) (?:is|are) not supported$/.exec(error.message)?.[1];
  return names ? new StoreError(`STORE_URL has unknown options: ${names}`, { retryable: false }) : undefined;
}
