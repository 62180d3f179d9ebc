import { lookUpName } from '@gatehouse/name-lookup';
import mongoose, { type Model, type mongo, type Schema } from 'mongoose';
import { StoreError } from '../port.ts';
import { storeError } from './mongodb-error.ts';
import type { MongodbUrl } from './mongodb-url.ts';
import { renewWhenSilent } from './renewed-client.ts';
import type { StoredDocument } from './stored-document.ts';

/** A collection's mongoose model. What it is given has been checked against the schema: it validates nothing again. */
export type StoredModel = Model<StoredDocument>;

/** The model's collection, for bulks: the model's own `bulkWrite` makes a mongoose document of each that it is given. */
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

/** What holds for every call, whatever the URL says; readMongodbUrl has refused one that says otherwise. */
const PROMISES = {
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
  readConcern: { level: 'local' },
} as const;

/** What the URL may say otherwise, by the option's name in small letters. */
const DEFAULTS = {
  // Where no primary answers a request is told so soon; a failover takes longer than anyone would wait.
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  // More at a time only queue in the server; who waits this long for a connection is better told to come again.
  maxPoolSize: 50,
  maxConnecting: 5,
  waitQueueTimeoutMS: 2_000,
  // A server that hangs is found by its heartbeat within these and the connect timeout, which cuts its connections;
  // the socket's own timeout is only the last resort, and above the longest call.
  heartbeatFrequencyMS: 2_000,
  socketTimeoutMS: 30_000,
  // Before firewalls and balancers, which commonly forget a silent connection after some minutes.
  maxIdleTimeMS: 120_000,
};

/** Connects. `patient`: an answer may take as long as it takes. Rejects with StoreError. */
export async function connectMongodb(
  url: string,
  { database, options }: MongodbUrl,
  { patient }: { patient: boolean } = { patient: false },
): Promise<MongodbConnection> {
  const defaults = Object.entries(DEFAULTS).filter(([option]) => !options.has(option.toLowerCase()));
  const connection = mongoose.createConnection();
  // Failures are told to whoever calls; without a listener an event of that name would end the process.
  connection.on('error', () => {});
  try {
    await connection.openUri(url, {
      ...Object.fromEntries(defaults),
      ...(patient && { socketTimeoutMS: 0 }),
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

/** The driver names the options that it does not know, and only names. */
function unsupportedOption(error: unknown): StoreError | undefined {
  const names =
    error instanceof Error && /^options? ([\w, ]+) (?:is|are) not supported$/.exec(error.message)?.[1];
  return names ? new StoreError(`STORE_URL has unknown options: ${names}`, { retryable: false }) : undefined;
}
