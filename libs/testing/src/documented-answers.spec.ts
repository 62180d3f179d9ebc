import { answerCheck } from './documented-answers.ts';

const closed = (properties: object) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const problem = { 'application/problem+json': { schema: closed({ status: { const: 404 } }) } };
const check = answerCheck({
  paths: {
    '/users/{id}': {
      get: {
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } } },
          404: { $ref: '#/components/responses/NotFound' },
        },
      },
      delete: { responses: { 204: {} } },
    },
    '/users/approvers': {
      get: { responses: { 200: { content: { 'application/json': { schema: { type: 'array' } } } } } },
    },
  },
  components: {
    responses: { NotFound: { content: problem } },
    schemas: { User: closed({ id: { type: 'string' } }) },
  },
} as never);

const json = 'application/json; charset=utf-8';
const answered = (more: object) =>
  check({ method: 'GET', path: '/users/7?a=/', status: 200, contentType: json, body: { id: '7' }, ...more });

test('what is as described', () => {
  expect(answered({})).toBeUndefined();
  expect(answered({ path: '/users/approvers', body: [] })).toBeUndefined();
  expect(answered({ method: 'DELETE', status: 204, contentType: undefined })).toBeUndefined();
  const problemType = 'application/problem+json';
  expect(answered({ status: 404, contentType: problemType, body: { status: 404 } })).toBeUndefined();
  expect(answered({ path: '/nowhere', status: 404, contentType: problemType, body: {} })).toBeUndefined();
});

test.each([
  [{ body: { id: '7', name: 'x' } }, 'must NOT have additional properties'],
  [{ body: {} }, "must have required property 'id'"],
  [{ body: { id: 7 } }, '/id must be string'],
  [{ status: 409 }, 'does not list'],
  [{ contentType: 'text/html' }, 'should not be text/html'],
  [{ contentType: undefined }, 'should not be without a body'],
  [{ method: 'DELETE', status: 204 }, 'should have no body'],
  [{ path: '/users/approvers' }, 'must be array'],
  [{ path: '/nowhere' }, 'is no operation'],
  [{ method: 'PUT' }, 'is no operation'],
  [
    { status: 404, contentType: 'application/problem+json', body: { status: 400 } },
    'must be equal to constant',
  ],
])('%j: %s', (more, words) => {
  expect(answered(more)).toContain(words);
});
