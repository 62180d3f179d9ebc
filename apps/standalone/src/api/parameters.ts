import type { Route } from '@gatehouse/http';
import type { JsonSchema, Parameter } from './open-api.ts';
import type { SchemaBook } from './schema-book.ts';

const UUID: JsonSchema = {
  type: 'string',
  pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
};

const SERVICE = "The service's id or its client id, in any case";

/** What a path's parameter names, by the parameter or by the word before it. */
const WORDS: Readonly<Record<string, string>> = {
  sid: SERVICE,
  service: SERVICE,
  clientId: SERVICE,
  code: "The role's code, case-sensitive",
  identifier: 'A UKPRN (8 digits) or a UPIN (6 digits)',
  policyId: "The policy's id: a UUID, or 1 to 50 letters, digits, “.”, “_” and “-”",
  services: "The service's id",
  organisations: "The organisation's id",
  users: "The user's id: the sub of its sign-ins",
  invitations: "The invitation's id",
  deliveries: "The delivery's id",
  announcements: "The announcement's messageId",
};

function pathParameter(route: Route, name: string, before: string): Parameter {
  const isUuid = route.uuidParams.includes(name);
  const description = (isUuid ? WORDS[before] : undefined) ?? WORDS[name] ?? WORDS[before];
  return {
    name,
    in: 'path',
    required: true,
    ...(description !== undefined && { description }),
    schema: isUuid ? UUID : { type: 'string', minLength: 1 },
  };
}

function pathParameters(route: Route): Parameter[] {
  const segments = route.path.split('/');
  return segments.flatMap((segment, place) =>
    segment.startsWith(':') ? pathParameter(route, segment.slice(1), segments[place - 1] ?? '') : [],
  );
}

function queryParameters({ query }: Route, book: SchemaBook): Parameter[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = book.taken(query);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(required.includes(name) && { required: true }),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function headerParameters({ described }: Route): Parameter[] {
  return Object.entries(described.headers ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
}

/** The parameters of an operation: of its path, its query, and headers of its own. */
export function parametersOf(route: Route, book: SchemaBook): Parameter[] {
  return [...pathParameters(route), ...queryParameters(route, book), ...headerParameters(route)];
}
