import { platformHealth } from '@gatehouse/contracts';
import { liveness, type Route, readiness, route } from '@gatehouse/http';
import { z } from 'zod';

function never(): never {
  throw new Error('the gateway serves its own endpoints without their route declarations');
}

function own<const P extends string>(
  operationId: string,
  path: P,
  summary: string,
  responses: Record<number, z.ZodType | string>,
) {
  return route({ method: 'get', path, access: 'open', operationId, summary, responses, handle: never });
}

/** The endpoints that the gateway answers itself, for the documentation; its pages are not among them. */
export const declaredRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/manage/health',
    access: 'operator',
    operationId: 'operatorGetHealth',
    summary: 'Show how every app of the platform does',
    described: {
      text: 'The gateway asks one instance of each app. An app that does not answer within five seconds is shown with `ready: false`.',
    },
    responses: { 200: platformHealth },
    handle: never,
  }),
  own('getLiveness', '/livez', 'Whether the process is alive', { 200: liveness }),
  own('getReadiness', '/readyz', 'Whether the platform is ready', { 200: readiness, 503: readiness }),
  own('getHealth', '/healthcheck', 'Whether the platform is ready, under an older name', {
    200: readiness,
    503: readiness,
  }),
  own('getOpenApi', '/openapi.json', 'This document', {
    200: z
      .looseObject({
        openapi: z.string().describe('The version of OpenAPI.'),
        info: z.looseObject({}).describe('The title and version of the API.'),
        paths: z.looseObject({}).describe('The operations, by path and method.'),
      })
      .meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document.' }),
  }),
];
