import type { Answer, JsonSchema, OpenApi, Operation, Parameter } from './open-api.ts';

type Named = readonly [path: string, described: { description?: string; $ref?: string } | undefined];

const isDescribed = ({ description }: { description?: string }) => (description ?? '').trim() !== '';

/** Unnamed schemas nested in a schema. */
function innerSchemas(schema: JsonSchema): JsonSchema[] {
  const {
    items,
    anyOf = [],
    oneOf = [],
    additionalProperties,
  } = schema as JsonSchema & { oneOf?: JsonSchema[] };
  return [items, additionalProperties, ...anyOf, ...oneOf].filter(
    (inner): inner is JsonSchema => typeof inner === 'object',
  );
}

/** Every member of a schema, at any depth, with its path. */
export function membersOf(path: string, schema: JsonSchema): Named[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]): Named[] => [
    [`${path}.${name}`, member],
    ...membersOf(`${path}.${name}`, member),
  ]);
  return [...own, ...innerSchemas(schema).flatMap((inner) => membersOf(path, inner))];
}

const schemasIn = (path: string, content: Answer['content'] = {}) =>
  Object.values(content).flatMap(({ schema }) => membersOf(path, schema));

function headersIn(path: string, headers: Answer['headers'] = {}): Named[] {
  return Object.entries(headers).map(([name, header]) => [`${path}, header ${name}`, header as Parameter]);
}

function inAnswer(path: string, answer: Answer): Named[] {
  return [[path, answer], ...headersIn(path, answer.headers), ...schemasIn(path, answer.content)];
}

function inOperation(path: string, { summary, parameters = [], requestBody, responses }: Operation): Named[] {
  return [
    [path, { description: summary }],
    ...parameters.map(
      (parameter): Named => [`${path}, ${parameter.in} parameter ${parameter.name}`, parameter],
    ),
    ...schemasIn(`${path}, body`, requestBody?.content),
    ...Object.entries(responses).flatMap(([status, answer]) => inAnswer(`${path}, ${status}`, answer)),
  ];
}

/**
 * The paths of everything in a document that lacks a description: operations, parameters, answers and their headers, named
 * schemas, and every member of every schema. A reference to something described counts as described.
 */
export function missingDescriptions({ paths, webhooks = {}, components }: OpenApi): string[] {
  const operations = [...Object.entries(paths), ...Object.entries(webhooks)].flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      inOperation(`${method.toUpperCase()} ${path}`, operation),
    ),
  );
  const named = [
    ...operations,
    ...Object.entries(components.schemas).flatMap(([name, schema]): Named[] => [
      [name, schema],
      ...membersOf(name, schema),
    ]),
    ...Object.entries(components.responses).flatMap(([name, answer]) => inAnswer(name, answer)),
    ...headersIn('components', components.headers),
  ];
  return named.flatMap(([path, described]) =>
    described !== undefined && (isDescribed(described) || described.$ref !== undefined) ? [] : path,
  );
}
