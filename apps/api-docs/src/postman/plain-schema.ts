import type { JsonSchema, OpenApi } from '../open-api/open-api.ts';

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/** A schema of the document made self-contained and readable as draft 7: it includes what it refers to. */
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
  // Draft 7 ignores the other members of a schema that has a `$ref`.
  return root.$ref === undefined ? { ...root, definitions } : { allOf: [root], definitions };
}
