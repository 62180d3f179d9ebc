import { webhookEventTypes } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';
import { declaredOperations } from '../declared-operations.ts';
import { exampledOperations } from '../examples/examples.ts';
import { missingDescriptions } from './missing-descriptions.ts';
import type { Answer, Content, JsonSchema, OpenApi, Operation } from './open-api.ts';
import { openApiDocument } from './open-api-document.ts';
import { schemaFaults } from './schema-faults.ts';

const document = openApiDocument('1.0.0');
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
);
const byId = new Map(operations.map(([, operation]) => [operation.operationId, operation]));

function ajvOf(described: OpenApi): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(described, 'api');
  return ajv;
}

function fits(ajv: Ajv2020, { schema, example }: Content): void {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
  expect([validate(example), validate.errors]).toEqual([true, null]);
}

test('valid by the schema of OpenAPI 3.1', async () => {
  expect(await new Validator().validate(structuredClone(document) as never)).toEqual({ valid: true });
});

test.each(operations)(
  '%s: named, tagged, guarded, and every parameter of its path is there',
  (name, operation) => {
    const { operationId, summary, tags, security, parameters = [], responses } = operation;
    expect(operationId).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(summary).not.toBe('');
    expect(document.tags.map((tag) => tag.name)).toEqual(expect.arrayContaining(tags));
    const inPath = [...name.matchAll(/\{([^}]+)\}/g)].map(([, parameter]) => parameter);
    expect(parameters.filter((each) => each.in === 'path').map((each) => each.name)).toEqual(inPath);
    if (tags.includes('Platform')) return;
    expect(security).toEqual([tags.includes('People') ? { person: [] } : { bearer: [] }]);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '500', '503']));
  },
);

test('a route without an operation id is refused: nothing guesses one', () => {
  const [first] = declaredOperations();
  const nameless = { ...first, operationId: undefined } as unknown as Route;
  expect(() => openApiDocument('1.0.0', [nameless])).toThrow('declares no operationId');
});

test('one name for one parameter: what stands at the same place of a path has the same name', () => {
  const names = new Map<string, Set<string>>();
  for (const path of Object.keys(document.paths)) {
    for (const { index, 0: name } of path.matchAll(/\{[^}]+\}/g)) {
      const before = path.slice(0, index).replace(/\{[^}]+\}/g, '{}');
      names.set(before, (names.get(before) ?? new Set()).add(name));
    }
  }
  expect([...names].filter(([, found]) => found.size > 1)).toEqual([]);
});

test('schemas are what generators read: whole numbers are integers, a choice of constants is one enum', () => {
  expect(schemaFaults(document)).toEqual([]);
});

test('the check of schemas finds what generators cannot read', () => {
  const it = (schema: object) => schemaFaults({ properties: { it: schema } });
  expect(it({ type: 'number' })).toEqual(['properties.it: a number that is no integer']);
  expect(it({ anyOf: [{ const: 0 }, { const: 1 }] })).toEqual(['properties.it: constants that are no enum']);
  expect(it({ type: 'integer', enum: [0, 1] })).toEqual([]);
  expect(it({ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] })).toEqual([]);
});

test('everything has a description: operations, parameters, answers, headers, schemas and their members', () => {
  expect(missingDescriptions(document)).toEqual([]);
});

test('the check of descriptions finds what lacks one', () => {
  const { components } = document;
  const bare = structuredClone(document);
  delete bare.paths['/users']?.get?.parameters?.find(({ name }) => name === 'from')?.description;
  const member = bare.components.schemas.ListedUser?.properties?.roleId;
  delete member?.description;
  delete bare.components.schemas.ListedRole?.description;
  bare.components.responses.Conflict = { ...components.responses.Conflict, description: ' ' };
  expect(missingDescriptions(bare)).toEqual([
    'GET /users, query parameter from',
    'ListedRole',
    'ListedUser.roleId',
    'Conflict',
  ]);
});

test('members whose names generators cannot tell apart: one of them is left out, and the object is open', () => {
  const names = ({ properties = {} }: JsonSchema) =>
    Object.keys(properties).map((name) => name.replaceAll('_', '').toLowerCase());
  const { schemas } = document.components;
  expect(
    Object.entries(schemas).filter(([, schema]) => new Set(names(schema)).size < names(schema).length),
  ).toEqual([]);
  const { properties, required, additionalProperties } = schemas.UserOrganisationV2 ?? {};
  expect(properties).not.toHaveProperty('DistrictAdministrative_code');
  expect(required).not.toContain('DistrictAdministrative_code');
  expect(additionalProperties).toEqual({});
});

test('a list of a query, and problems with a type of their own, are described', () => {
  const listed = route({
    method: 'get',
    path: '/things',
    access: 'client',
    operationId: 'listThings',
    summary: 'List things',
    described: { problems: ['session-invalid', 'mfa-required', 'email-taken'] },
    query: z.object({ names: z.array(z.string()).min(1).describe('Names of things.') }),
    responses: { 204: 'Nothing' },
    handle: () => ({ status: 204 }),
  });
  const described = openApiDocument('1.0.0', [listed]);
  const { parameters, responses } = described.paths['/things']?.get ?? {};
  expect(parameters).toEqual([
    {
      ...{ name: 'names[]', in: 'query', required: true, description: 'Names of things.' },
      schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
      ...{ style: 'form', explode: true },
    },
  ]);
  expect(responses?.['401']?.headers?.['www-authenticate']).toMatchObject({
    schema: { enum: ['Bearer', 'Bearer error="invalid_token"', 'GOVUK-Account-Session'] },
  });
  const problemAt = (status: string) => responses?.[status]?.content?.['application/problem+json'];
  expect(problemAt('403')?.schema.anyOf).toEqual([
    { $ref: '#/components/schemas/ForbiddenProblem' },
    { $ref: '#/components/schemas/MfaRequiredProblem' },
  ]);
  expect(problemAt('409')?.schema).toEqual({ $ref: '#/components/schemas/EmailTakenProblem' });
  const ajv = ajvOf(described);
  for (const { value } of Object.values(problemAt('401')?.examples ?? {})) {
    fits(ajv, { schema: problemAt('401')?.schema ?? {}, example: value });
  }
  expect(missingDescriptions(described)).toEqual([]);
  expect(schemaFaults(described)).toEqual([]);
});

test('the callback is described as what a service serves', () => {
  const { post } = document.webhooks?.callback ?? {};
  expect(post?.parameters?.map(({ name }) => name)).toEqual([
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
    'x-correlation-id',
  ]);
  expect(Object.keys(post?.responses ?? {})).toEqual(['200', '410', 'default']);
  expect(Object.keys(document.components.schemas.CallbackClaims?.properties ?? {})).toEqual([
    'iss',
    'aud',
    'iat',
    'exp',
    'jti',
  ]);
});

test('each event of a webhook is described with its example, and without a token', () => {
  const { callback: _callback, ...events } = document.webhooks ?? {};
  expect(Object.keys(events)).toEqual(webhookEventTypes);
  for (const [type, { post }] of Object.entries(events)) {
    const { schema, example } = post?.requestBody?.content['application/json'] ?? {};
    expect(example).toMatchObject({ type });
    expect(schema?.$ref).toMatch(/^#\/components\/schemas\/Webhook/);
    expect(post?.security).toEqual([]);
    expect(post?.parameters?.map(({ name }) => name)).toContain('webhook-signature');
  }
});

test('pages are not operations', () => {
  expect(
    Object.keys(document.paths).filter((path) =>
      /^\/operator|^\/sign-in|register|assets|mailbox(?!\/messages$)/.test(path),
    ),
  ).toEqual([]);
});

describe('examples', () => {
  const ajv = ajvOf(document);

  const contentsOf = (name: string, answers: Record<string, Answer>) =>
    Object.entries(answers).flatMap(([status, { content = {} }]) =>
      Object.values(content).map((each): [string, Content] => [`${name}, ${status}`, each]),
    );
  const contents = [
    ...contentsOf('shared', document.components.responses),
    ...operations.flatMap(([name, { responses, requestBody }]) =>
      contentsOf(name, { ...responses, body: requestBody ?? {} }),
    ),
    ...Object.entries(document.webhooks ?? {}).flatMap(([name, { post }]) =>
      contentsOf(name, { body: post?.requestBody ?? {} }),
    ),
  ];

  test.each(contents.filter(([, { example }]) => example !== undefined))(
    '%s: fits its schema',
    (_name, content) => {
      fits(ajv, content);
    },
  );

  test.each(exampledOperations)('%s is an operation', (operationId) => {
    expect(byId.has(operationId)).toBe(true);
  });
});
