import { type EventType, eventTypes } from '@gatehouse/contracts';
import { z } from 'zod';
import type { JsonSchema } from '../open-api/open-api.ts';
import { plainer } from '../open-api/schema-book.ts';
import { eventDescriptions } from './event-descriptions.ts';
import { titled } from './titled.ts';

const types = Object.keys(eventTypes) as EventType[];

/** The name of an event's schema, and of the schema of the state that it carries, in the document's components. */
export const schemaNames = (type: EventType) => {
  const { name } = eventDescriptions[type];
  return { event: `${name}Event`, state: `${name}State` };
};

/**
 * The schemas of all events, draft 7 as AsyncAPI has it, by name. They are open: v1 gains members, and readers ignore
 * those that they do not know.
 */
export function eventSchemas(): Record<string, JsonSchema> {
  const named = z.registry<{ id: string; description?: string }>();
  for (const type of types) {
    const { schema } = eventTypes[type];
    const names = schemaNames(type);
    named.add(schema, { id: names.event, description: eventDescriptions[type].summary });
    named.add(schema.shape.data.shape.state, { id: names.state });
  }
  const { schemas } = z.toJSONSchema(named, {
    io: 'input',
    target: 'draft-7',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      const description = z.globalRegistry.get(zodSchema)?.description;
      if (description !== undefined && jsonSchema.$ref === undefined) jsonSchema.description = description;
      plainer(jsonSchema as JsonSchema);
    },
  });
  // zod puts schemas with an id of their own into definitions.
  const text = JSON.stringify(schemas).replaceAll('/__shared#/definitions/', '/');
  const { __shared: shared, ...own }: Record<string, JsonSchema> = JSON.parse(text);
  const all = { ...own, ...(shared?.definitions as Record<string, JsonSchema> | undefined) };
  const tidy = Object.entries(all).map(
    ([name, { $schema: _schema, $id: _id, id: _name, ...schema }]): [string, JsonSchema] => [
      name,
      titled(schema, name),
    ],
  );
  return Object.fromEntries(tidy.sort(([a], [b]) => a.localeCompare(b, 'en')));
}
