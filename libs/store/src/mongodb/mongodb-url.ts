import { StoreError } from '../port.ts';

/** The parts of a STORE_URL for MongoDB that the driver does not read itself. */
export interface MongodbUrl {
  /** This store's database. */
  database: string;
  /** The names of the options that are set, in lower case. */
  options: ReadonlySet<string>;
}

/** Options that the store's guarantees depend on may only have these values. Names in lower case. */
const ONLY: Readonly<Record<string, string | undefined>> = {
  w: 'majority',
  journal: 'true',
  j: 'true',
  readpreference: 'primary',
  readconcernlevel: 'local',
};
/** Options that contradict these. */
const NEVER = new Set(['fsync', 'readpreferencetags', 'maxstalenessseconds']);
const DEFAULT_PREFIX = 'gatehouse';
/** https://www.mongodb.com/docs/manual/reference/limits/: under 64 bytes, and names must differ in more than case. */
const LONGEST_NAME = 63;

/**
 * Reads a `mongodb://` or `mongodb+srv://` URL for the store of a service. Its database is `<database>_<name>` where the
 * URL names one, else `gatehouse_<name>`. Throws StoreError, which repeats no more of the URL than an option's name.
 */
export function readMongodbUrl(url: string, name: string): MongodbUrl {
  const parts = /^mongodb(?:\+srv)?:\/\/[^/?]+(?:\/([^?]*))?(?:\?(.*))?$/.exec(url);
  if (parts === null) throw refusal('is not a MongoDB URL');
  const options = [...new URLSearchParams(parts[2] ?? '')];
  for (const [option, value] of options) refuseOption(option, value);
  return {
    database: databaseName(parts[1] ?? '', name),
    options: new Set(options.map(([option]) => option.toLowerCase())),
  };
}

function refuseOption(option: string, value: string): void {
  const only = ONLY[option.toLowerCase()];
  if (only !== undefined && value !== only) {
    throw refusal(`has "${option}", which can only be ${only}: what is acknowledged must not be lost`);
  }
  if (NEVER.has(option.toLowerCase())) throw refusal(`has "${option}": all is read from the primary`);
}

function databaseName(path: string, name: string): string {
  const prefix = path === '' ? DEFAULT_PREFIX : path;
  const database = `${prefix}_${name}`;
  if (!/^[A-Za-z0-9_-]+$/.test(prefix)) throw refusal('has a database that is not letters, digits, _ and -');
  if (database.length > LONGEST_NAME) {
    throw refusal(`has a database that with _${name} is over ${LONGEST_NAME} characters`);
  }
  return database;
}

function refusal(reason: string): StoreError {
  return new StoreError(`STORE_URL ${reason}`, { retryable: false });
}
