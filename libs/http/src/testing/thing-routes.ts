import { conflict, notFound } from '@gatehouse/errors';
import { z } from 'zod';
import { faultOfKind, pageQuery, route } from '../index.ts';

/** A route of each kind, of things that only tests know. */
export const things = [
  route({
    method: 'get',
    path: '/things',
    access: 'client',
    summary: 'Lists things',
    query: z.object({ ...pageQuery, name: z.string().optional() }),
    responses: { 200: z.object({ page: z.number(), pageSize: z.number(), name: z.string().nullable() }) },
    handle: ({ query }) => ({ status: 200, body: { ...query, name: query.name ?? null } }),
  }),
  route({
    method: 'post',
    path: '/things',
    access: 'client',
    summary: 'Makes a thing',
    body: z.object({
      name: z.string({ error: 'Missing name' }),
      size: z.number({ error: 'Missing size' }),
    }),
    responses: { 201: z.object({ name: z.string(), actor: z.string() }) },
    handle: ({ body, actor }) => {
      return { status: 201, body: { name: body.name, actor, secret: 'never to leave' } };
    },
  }),
  route({
    method: 'put',
    path: '/manage/things/:id',
    access: 'operator',
    summary: 'Puts a thing',
    uuidParams: ['id'],
    body: z.strictObject({ name: z.string().max(5), parts: z.array(z.object({ kind: z.enum(['a', 'b']) })) }),
    resolve: ({ params }) => {
      if (params.id.startsWith('FF')) throw notFound();
      return params.id;
    },
    responses: { 200: z.object({ id: z.string() }) },
    handle: (_request, id) => ({ status: 200, body: { id } }),
  }),
  route({
    method: 'post',
    path: '/things/named',
    access: 'client',
    summary: 'Finds things by name, for a person',
    query: z.object({
      names: z.array(z.string(), { error: 'names is missing' }).min(1),
      size: z.string().optional(),
    }),
    body: z.object({ kind: z.string({ error: 'Missing kind' }).default('any') }),
    resolve: ({ valuesOf }) => {
      const given = valuesOf('x-person');
      if (given.length !== 1) throw faultOfKind('session-invalid', {});
      return given[0];
    },
    responses: { 200: z.object({ names: z.array(z.string()), person: z.string() }) },
    handle: ({ query: { names } }, person = '') => {
      if (names.includes('secret')) throw faultOfKind('mfa-required', { attributes: ['secret'] });
      return { status: 200, body: { names, person } };
    },
  }),
  route({
    method: 'delete',
    path: '/things/:id',
    access: 'own-service',
    summary: 'Removes a thing',
    uuidParams: ['id'],
    responses: { 204: 'Gone' },
    handle: () => ({ status: 204 }),
  }),
  route({
    method: 'get',
    path: '/things/broken',
    access: 'open',
    summary: 'Answers what its schema refuses',
    responses: { 200: z.object({ size: z.number() }) },
    handle: () => ({ status: 200, body: { size: 'anna@example.org' as unknown as number } }),
  }),
  route({
    method: 'get',
    path: '/things/failing',
    access: 'open',
    summary: 'Fails',
    responses: { 200: 'Never' },
    handle: () => {
      throw new SyntaxError('Unexpected token in "anna@example.org"');
    },
  }),
  route({
    method: 'get',
    path: '/things/away',
    access: 'open',
    summary: 'Has its store away',
    responses: { 200: 'Never' },
    handle: () => {
      throw Object.assign(new Error('no primary'), { name: 'StoreError', retryable: true });
    },
  }),
  route({
    method: 'post',
    path: '/things/form',
    access: 'open',
    summary: 'Takes a form',
    body: z.object({ code: z.string({ error: 'Missing code' }) }),
    bodyType: 'form',
    responses: { 200: 'A page', 303: 'Elsewhere' },
    handle: ({ body }) =>
      body.code === 'go'
        ? { status: 303, location: 'https://example.org/' }
        : {
            status: 200,
            html: '<p>',
            policy:
              body.code === 'free'
                ? { 'form-action': 'unrestricted' }
                : { 'form-action': ['https://example.org'] },
          },
  }),
  route({
    method: 'post',
    path: '/things/import',
    access: 'operator',
    summary: 'Takes a stream',
    bodyType: 'csv',
    responses: { 200: z.object({ bytes: z.number() }), 409: 'Busy' },
    handle: async ({ stream, headers }) => {
      if (headers['x-busy']) throw conflict('Busy');
      let bytes = 0;
      for await (const chunk of stream) bytes += (chunk as Buffer).length;
      return { status: 200, body: { bytes } };
    },
  }),
];
