import { asyncApiDocument } from './async-api/async-api-document.ts';
import { openApiDocument } from './open-api/open-api-document.ts';
import { postmanCollection } from './postman/collection.ts';
import { postmanEnvironment } from './postman/environment.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated file: its text, by its path from the repository's root. */
export function generatedFiles(version: string): ReadonlyMap<string, string> {
  const document = openApiDocument(version);
  return new Map([
    ['docs/api/openapi.json', json(document)],
    ['docs/api/asyncapi.json', json(asyncApiDocument(version))],
    ['postman/gatehouse.postman_collection.json', json(postmanCollection(document))],
    ['postman/gatehouse.postman_environment.json', json(postmanEnvironment())],
  ]);
}
