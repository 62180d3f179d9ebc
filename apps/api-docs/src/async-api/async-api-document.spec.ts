import { createRequire } from 'node:module';
import type { DiagnosticSeverity } from '@asyncapi/parser';
import { type EventType, eventTypes, exampleEvent, parseEvent, topics } from '@gatehouse/contracts';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { membersOf } from '../open-api/missing-descriptions.ts';
import type { JsonSchema } from '../open-api/open-api.ts';
import { asyncApiDocument } from './async-api-document.ts';
import { schemaNames } from './event-schemas.ts';

// CommonJS through and through.
const { Parser }: typeof import('@asyncapi/parser') = createRequire(import.meta.url)('@asyncapi/parser');
type TitledSchema = JsonSchema & { title?: string; oneOf?: JsonSchema[] };

const WARNING: DiagnosticSeverity = 1;

/** The titles of a schema and of all within it; undefined where one has none. */
function titlesIn(schema: JsonSchema): (string | undefined)[] {
  if (schema.$ref !== undefined) return [];
  const { title, properties = {}, items, anyOf = [], oneOf = [] } = schema as TitledSchema;
  const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...oneOf];
  return [title, ...inner.flatMap(titlesIn)];
}

const types = Object.keys(eventTypes) as EventType[];
const document = asyncApiDocument('1.0.0');

describe('the AsyncAPI document', () => {
  test('is valid to AsyncAPI’s own parser', async () => {
    const { document: parsed, diagnostics } = await new Parser().parse(JSON.stringify(document));
    const faults = diagnostics.filter(({ severity }) => severity <= WARNING);
    expect(faults.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([]);
    expect(parsed?.allMessages().all()).toHaveLength(types.length);
  });

  test('the parser finds what is wrong', async () => {
    const { users: _users, ...channels } = document.channels;
    const { diagnostics } = await new Parser().parse(JSON.stringify({ ...document, channels }));
    expect(diagnostics.some(({ severity }) => severity <= WARNING)).toBe(true);
  });

  test('has every topic with every type that it carries', () => {
    const addresses = Object.values(document.channels).map(({ address }) => address);
    expect(addresses).toEqual(Object.values(topics).map(({ name }) => name));
    for (const { address, messages } of Object.values(document.channels)) {
      const carried = types.filter((type) => eventTypes[type].topic === address);
      expect(Object.keys(messages)).toHaveLength(carried.length);
    }
  });

  test('leaves room for members to come: no schema is closed', () => {
    expect(JSON.stringify(document)).not.toContain('"additionalProperties":false');
  });

  test('every member of every schema has a description', () => {
    const members = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      membersOf(name, schema),
    );
    expect(members.length).toBeGreaterThan(300);
    const bare = members.filter(
      ([, member]) => member?.description === undefined && member?.$ref === undefined,
    );
    expect(bare.map(([place]) => place)).toEqual([]);
  });

  test('is of the version that generators read', () => {
    expect(document.asyncapi).toBe('3.0.0');
  });

  test('every schema has a title of its own, so that no generated class is a number', () => {
    const titles = Object.values(document.components.schemas).flatMap(titlesIn);
    expect(titles).not.toContain(undefined);
    expect(titles.length).toBeGreaterThan(300);
    expect(titles.filter((title, place) => titles.indexOf(title) !== place)).toEqual([]);
    expect(titles).toEqual(
      expect.arrayContaining([
        'UserState',
        'PresentUserState',
        'EndedRegistrationState',
        'ServiceStateRolesItem',
      ]),
    );
  });

  test('schemas refer to what there is', () => {
    const known = Object.keys(document.components.schemas);
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(known).toContain(name);
    expect(text).not.toMatch(/"\$ref":"(?!#\/(components|channels)\/)/);
  });

  describe('examples', () => {
    // The parser leaves them alone.
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema({ components: document.components }, 'events');
    const validatorOf = (type: EventType) => {
      const validate = ajv.getSchema(`events#/components/schemas/${schemaNames(type).event}`);
      if (validate === undefined) throw new Error(`no schema of ${type}`);
      return validate;
    };

    test.each(types)('%s: fits its schema, and readers take it', (type) => {
      const { event } = exampleEvent(type);
      const validate = validatorOf(type);
      expect([validate(event), validate.errors]).toEqual([true, null]);
      expect(validate({ ...event, later: true })).toBe(true);
      expect(validate({ ...event, data: {} })).toBe(false);
      expect(parseEvent(event)).toMatchObject({ type });
    });
  });
});
