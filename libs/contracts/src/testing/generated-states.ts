import fc from 'fast-check';
import { z } from 'zod';

/** What is looked at of a JSON Schema. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  format?: string;
  minimum?: number;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  'x-personal'?: boolean;
}

/** A schema as JSON Schema, in which references are resolved. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const root = z.toJSONSchema(schema) as JsonSchema;
  const resolved = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(resolved);
    if (typeof part !== 'object' || part === null) return part;
    const { $ref, ...own } = part as JsonSchema;
    const target = $ref === undefined ? {} : root.$defs?.[$ref.replace('#/$defs/', '')];
    const members = Object.entries({ ...target, ...own }).filter(([name]) => name !== '$defs');
    return Object.fromEntries(members.map(([name, value]) => [name, resolved(value)]));
  };
  return resolved(root) as JsonSchema;
}

/** The schemas right inside of one, each with what a path to it adds. */
export function partsOf(schema: JsonSchema): [step: string, part: JsonSchema][] {
  const { anyOf = [], oneOf = [], properties = {}, items, additionalProperties: values } = schema;
  return [
    ...[...anyOf, ...oneOf].map((part): [string, JsonSchema] => ['', part]),
    ...Object.entries(properties).map(([name, part]): [string, JsonSchema] => [`.${name}`, part]),
    ...(items === undefined ? [] : [['[]', items] as [string, JsonSchema]]),
    ...(typeof values === 'object' ? [['{}', values] as [string, JsonSchema]] : []),
  ];
}

/** Whether a schema is marked as personal, or anything inside it is. */
export function holdsPersonal(schema: JsonSchema): boolean {
  return schema['x-personal'] === true || partsOf(schema).some(([, part]) => holdsPersonal(part));
}

/** What every generated personal text holds, and nothing else does. */
export const PERSONAL_TEXT = /personal-[a-z]{8}@/i;

function textOf({ pattern, format, 'x-personal': personal }: JsonSchema): fc.Arbitrary<string> {
  if (personal) return fc.stringMatching(/^[a-z]{8}$/).map((word) => `Personal-${word}@example.org`);
  if (format === 'date-time') {
    const bounds = { min: new Date(0), max: new Date('2100-01-01T00:00:00.000Z'), noInvalidDate: true };
    return fc.date(bounds).map((date) => date.toISOString());
  }
  return fc.stringMatching(pattern === undefined ? /^[a-z]{1,8}$/ : new RegExp(pattern));
}

/** Values of a schema, in which everything that holds something personal is present. */
export function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return fc.oneof(...options.map(valuesOf));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => valuesOf({ ...schema, type })));
  }
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'number':
    case 'integer':
      return fc.integer({ min: Math.max(1, schema.minimum ?? 1), max: 2 ** 40 });
    case 'array': {
      const { items = {} } = schema;
      return fc.array(valuesOf(items), { minLength: holdsPersonal(items) ? 1 : 0, maxLength: 2 });
    }
    case 'object': {
      const { properties = {}, required = [], additionalProperties } = schema;
      if (typeof additionalProperties === 'object')
        return fc.dictionary(
          fc.stringMatching(/^[a-z]{1,8}$/),
          valuesOf({ ...additionalProperties, 'x-personal': schema['x-personal'] === true }),
          { minKeys: schema['x-personal'] ? 1 : 0, maxKeys: 2 },
        );
      const always = Object.keys(properties).filter(
        (name) => required.includes(name) || holdsPersonal(properties[name] ?? {}),
      );
      const members: Record<string, fc.Arbitrary<unknown>> = {};
      for (const [name, part] of Object.entries(properties)) members[name] = valuesOf(part);
      return fc.record(members, { requiredKeys: always });
    }
    case undefined:
      if (schema['x-personal']) return textOf(schema);
      return fc.constantFrom<unknown>('text', 1, true, null, ['text']);
    default:
      throw new Error(`no values are generated of ${JSON.stringify(schema)}`);
  }
}
