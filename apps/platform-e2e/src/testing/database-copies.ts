import mongoose from 'mongoose';

/** A database as a dump holds it: documents by collection, without indexes, which apps make themselves. */
export type DatabaseCopy = ReadonlyMap<string, readonly mongoose.mongo.Document[]>;

/** The name of an app's database in a store's address. */
function databaseOf(storeUrl: string, app: string): string {
  return `${new URL(storeUrl).pathname.slice(1)}_${app}`;
}

async function withDatabase<T>(
  storeUrl: string,
  app: string,
  work: (db: mongoose.mongo.Db) => Promise<T>,
): Promise<T> {
  const client = await mongoose.mongo.MongoClient.connect(storeUrl);
  try {
    return await work(client.db(databaseOf(storeUrl, app)));
  } finally {
    await client.close();
  }
}

/** Reads an app's database, as `mongodump` does. */
export function dumped(storeUrl: string, app: string): Promise<DatabaseCopy> {
  return withDatabase(storeUrl, app, async (db) => {
    const copy = new Map<string, mongoose.mongo.Document[]>();
    for (const { name } of await db.listCollections().toArray())
      copy.set(name, await db.collection(name).find().toArray());
    return copy;
  });
}

/** Puts a copy in place of an app's database, as `mongorestore --drop` does. */
export function putDatabaseBack(storeUrl: string, app: string, copy: DatabaseCopy): Promise<void> {
  return withDatabase(storeUrl, app, async (db) => {
    await db.dropDatabase();
    for (const [name, documents] of copy)
      if (documents.length > 0) await db.collection(name).insertMany([...documents]);
  });
}
