import type { JsonSchema, OpenApi } from '../open-api/open-api.ts';

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/** A schema of the document that stands alone, in what draft 7 understands too: what it refers to comes with it. */
export function plainSchema({ components }: OpenApi, schema: JsonSchema): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  const moved = (part: JsonSchema): JsonSchema => {
    const text = JSON.stringify(part);
    for (const [, name = ''] of text.matchAll(REFERENCE)) {
      const found = components.schemas[name];
      if (found === undefined || definitions[name] !== undefined) continue;
      definitions[name] = {};
      definitions[name] = moved(found);
    }
    return JSON.parse(text.replace(REFERENCE, '"#/definitions/$1"'));
  };
  const root = moved(schema);
  if (Object.keys(definitions).length === 0) return root;
  // Beside a reference draft 7 reads nothing.
  return root.$ref === undefined ? { ...root, definitions } : { allOf: [root], definitions };
}
