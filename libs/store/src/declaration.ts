import type { CollectionDeclaration, Document, DocumentSchema } from './port.ts';
import { StoreError } from './port.ts';

/** Declares a collection for every engine. Its documents' type is the schema's. */
export function defineCollection<D extends Document>(
  name: string,
  schema: DocumentSchema<D>,
  options: Pick<CollectionDeclaration<D>, 'keepsEvents'> = {},
): CollectionDeclaration<D> {
  return { name, schema, ...options };
}

/** An index of a collection, read from its schema and checked: every engine must be able to build it. */
export interface IndexDeclaration {
  name: string;
  fields: readonly (readonly [path: string, direction: 1 | -1])[];
  unique: boolean;
}

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;
const OPTIONS = new Set(['name', 'unique', 'background']);
const PATH = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** Whether a text is a member's name, or a dotted path into nested objects: letters, digits and `_` only. */
export function isMemberPath(path: string): boolean {
  return PATH.test(path);
}

/** The indexes a collection declares. Throws StoreError for an index that some engine could not build. */
export function declaredIndexes(collection: CollectionDeclaration<Document>): IndexDeclaration[] {
  if (!NAME.test(collection.name)) throw refusal(`"${collection.name}" cannot name a collection`);
  const indexes = collection.schema
    .indexes()
    .map(([fields, options]) => readIndex(collection, fields, options));
  if (new Set(indexes.map((index) => index.name)).size < indexes.length) {
    throw refusal(`${collection.name}: two indexes of one name`);
  }
  return indexes;
}

function readIndex(
  collection: CollectionDeclaration<Document>,
  fields: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>>,
): IndexDeclaration {
  const { name, unique } = options;
  const where = `${collection.name}: the index on ${Object.keys(fields).join(', ')}`;
  if (typeof name !== 'string' || !NAME.test(name)) throw refusal(`${where} needs a name`);
  const foreign = Object.keys(options).find((option) => !OPTIONS.has(option));
  if (foreign !== undefined) throw refusal(`${where} has "${foreign}", which not every engine knows`);
  const read = Object.entries(fields).map(([path, direction]) => {
    if (!isMemberPath(path)) throw refusal(`${where}: "${path}" is not a path`);
    if (direction !== 1 && direction !== -1) throw refusal(`${where}: a direction is 1 or -1`);
    return [path, direction] as const;
  });
  return { name, fields: read, unique: unique === true };
}

function refusal(message: string): StoreError {
  return new StoreError(message, { retryable: false });
}
