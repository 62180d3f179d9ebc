import type { Route } from '@gatehouse/http';
import { declaredOperations, type Tag, tagOf } from '../declared-operations.ts';
import { exampleOf } from '../examples/examples.ts';
import type { Answer, Content, OpenApi, Operation } from './open-api.ts';
import { parametersOf } from './parameters.ts';
import { problemsOf, sharedProblems } from './problem-answers.ts';
import { createSchemaBook, type SchemaBook } from './schema-book.ts';
import { callbackToken, webhooksOf } from './webhooks.ts';

const TAGS: Record<Tag | 'Webhooks', string> = {
  'Public API': 'What services call, each for itself and its child services.',
  People: 'What a client calls for a person who is signed in, with that person’s access token.',
  Operator: 'What the operator of the platform calls, as the client `operator` with its own secret.',
  Webhooks: 'What the platform posts to services: they serve it.',
  Platform: 'What the platform says about itself.',
};

const DESCRIPTION = [
  'Services know their users through this API: who they are, what each may do, and when that changes.',
  'Every call carries `Authorization: Bearer` with a JWT that the client signs itself. Every refusal and failure is a problem (RFC 9457).',
  'In addition to what each operation lists: 405 with `Allow` for another method of its path, 414 for URLs over 8 KB, 431 for headers over 16 KB.',
  'UUIDs match in any case and are answered in upper case. Names in a query match in any case; an empty value counts as absent. Lists begin at `page` 1.',
].join('\n\n');

const BEARER = [
  'A JWT, signed HS256 (and nothing else) with the text of the API secret as the key.',
  '`iss`: the client id. `aud`: the audience of the platform (`signin.education.gov.uk` unless it was set otherwise), or a list that contains it.',
  '`exp`, `nbf` and `iat`, in seconds, are honoured when they are there, with 30 seconds of tolerance. At most 8 KiB.',
].join('\n\n');

const PERSON = [
  'The access token that the platform gave for a person who is signed in (RFC 9068), asked for by the scope `me`, or `support` for paths below `/support`.',
  'It is good for five minutes, and counts nowhere else. A client’s own token is refused here (403).',
].join('\n\n');

const CONTENT_TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  csv: 'text/csv',
} as const;

function requestBodyOf(route: Route, id: string, book: SchemaBook): Pick<Operation, 'requestBody'> {
  const schema = route.described.body ?? route.body;
  if (schema === undefined && route.bodyType !== 'csv') return {};
  const content: Content = {
    schema: schema === undefined ? { type: 'string' } : book.taken(schema),
    ...exampleOf(id, 'request'),
  };
  const required = schema === undefined || !schema.safeParse({}).success;
  return { requestBody: { required, content: { [CONTENT_TYPES[route.bodyType]]: content } } };
}

function answersOf(route: Route, id: string, book: SchemaBook): Record<string, Answer> {
  const headers = { 'x-correlation-id': { $ref: '#/components/headers/CorrelationId' } };
  const declared = Object.entries(route.responses).map(([status, answer]): [string, Answer] => {
    if (typeof answer === 'string') return [status, { description: answer, headers }];
    const content = { schema: book.given(answer), ...exampleOf(id, Number(status)) };
    const description = answer.description ?? '';
    return [status, { description, headers, content: { 'application/json': content } }];
  });
  return { ...problemsOf(route, book), ...Object.fromEntries(declared) };
}

function securityOf({ access, described }: Route): Operation['security'] {
  const token = { bearer: [] };
  if (access === 'person' || access === 'supporter') return [{ person: [] }];
  if (access !== 'open') return [token];
  return described.refusals?.unauthenticated === undefined ? [] : [{}, token];
}

function operationOf(route: Route, book: SchemaBook): Operation {
  const { operationId } = route;
  if (operationId === undefined)
    throw new Error(`${route.method} ${route.path}: its route declares no operationId`);
  const parameters = parametersOf(route, book);
  const { text } = route.described;
  return {
    operationId,
    summary: route.summary,
    ...(text !== undefined && { description: text }),
    tags: [tagOf(route)],
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...requestBodyOf(route, operationId, book),
    responses: answersOf(route, operationId, book),
  };
}

function pathsOf(routes: readonly Route[], book: SchemaBook): OpenApi['paths'] {
  const ids = new Set<string>();
  const paths: OpenApi['paths'] = {};
  for (const route of routes) {
    const operation = operationOf(route, book);
    if (ids.has(operation.operationId)) throw new Error(`two operations are called ${operation.operationId}`);
    ids.add(operation.operationId);
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation };
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (placeOf(a) < placeOf(b) ? -1 : 1)));
}

/** By path, and first-party frontends' calls last: a reader begins with what every service calls. */
function placeOf(path: string): string {
  return path.startsWith('/api/') ? `~${path}` : path;
}

/** The API's description (OpenAPI 3.1), generated from the routes that the apps declare. */
export function openApiDocument(version: string, routes = declaredOperations()): OpenApi {
  const book = createSchemaBook();
  const paths = pathsOf(routes, book);
  const responses = sharedProblems(book);
  const webhooks = webhooksOf(book);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The gateway that serves this document' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks,
    components: {
      schemas: book.components(),
      responses,
      headers: {
        CorrelationId: {
          description:
            'The name of the request in the logs. A request may bring its own: 1 to 128 letters, digits, `.`, `_`, `:` and `-`.',
          schema: { type: 'string' },
        },
        RetryAfter: {
          description: 'After how many seconds to try again.',
          schema: { type: 'integer', minimum: 1 },
        },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: BEARER },
        person: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: PERSON },
        callbackToken,
      },
    },
  };
}
