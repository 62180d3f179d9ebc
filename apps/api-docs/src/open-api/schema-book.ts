import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { JsonSchema } from './open-api.ts';

const LARGEST = String(Number.MAX_SAFE_INTEGER);
const OWN_PATTERN = new Set(['date-time', 'date', 'time', 'email']);

/**
 * Leaves out what only repeats the type: bounds that every integer has, and the pattern behind a format. Constants that are
 * whole numbers are `integer`: generators make fractions of a `number`.
 */
export function plainer(schema: JsonSchema): void {
  const constants = Array.isArray(schema.enum) ? schema.enum : [schema.const];
  if (schema.type === 'number' && constants.every(Number.isInteger)) schema.type = 'integer';
  for (const bound of ['minimum', 'maximum']) {
    if (String(schema[bound]).replace('-', '') === LARGEST) delete schema[bound];
  }
  if (typeof schema.format === 'string' && OWN_PATTERN.has(schema.format)) delete schema.pattern;
}

/**
 * Leaves out the members that are marked `undocumented`, and says that the object holds more than is listed: generated
 * clients take such an answer, and do not know the member.
 */
function withoutUndocumented(schema: JsonSchema): void {
  const { properties = {}, required = [] } = schema;
  const left = Object.keys(properties).filter((name) => properties[name]?.undocumented === true);
  if (left.length === 0) return;
  for (const name of left) delete properties[name];
  schema.required = required.filter((name) => !left.includes(name));
  schema.additionalProperties = {};
}

/** Converts zod schemas to JSON Schema, and collects those with an id for the document's components. */
export interface SchemaBook {
  /** As callers send it. */
  taken(schema: z.ZodType): JsonSchema;
  /** As the platform answers it: closed, unless it was declared loose. */
  given(schema: z.ZodType): JsonSchema;
  components(): Record<string, JsonSchema>;
}

export function createSchemaBook(): SchemaBook {
  const kept = new Map<string, JsonSchema>();

  function keep(name: string, { id: _id, ...schema }: JsonSchema): void {
    const known = kept.get(name);
    if (known !== undefined && !isDeepStrictEqual(known, schema)) {
      throw new Error(`two schemas have the id ${name}: what is taken and what is given need one each`);
    }
    kept.set(name, schema);
  }

  function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    // Wrapped, so that a schema with an id always becomes a reference.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      target: 'draft-2020-12',
      unrepresentable: 'any',
      override({ jsonSchema }) {
        plainer(jsonSchema as JsonSchema);
        withoutUndocumented(jsonSchema as JsonSchema);
      },
    });
    const text = JSON.stringify({ it: properties?.it, $defs });
    const pointed = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
    for (const [name, found] of Object.entries<JsonSchema>(pointed.$defs)) keep(name, found);
    return pointed.it;
  }

  return {
    taken: (schema) => jsonSchemaOf(schema, 'input'),
    given: (schema) => jsonSchemaOf(schema, 'output'),
    components: () => Object.fromEntries([...kept].sort(([a], [b]) => a.localeCompare(b, 'en'))),
  };
}
