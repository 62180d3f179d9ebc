import type { ServerResponse } from 'node:http';
import { builtInServiceId } from '@gatehouse/contracts';
import { Fault, forbidden, invalidRequest, notFound } from '@gatehouse/errors';
import { canonicalId } from '@gatehouse/runtime';
import type { z } from 'zod';
import { checkBodyHeaders, hasBody, isOfUnknownLength, readBody, refuseLongBody } from './body.ts';
import { type Access, actorOf, type CallerOf, mayUse } from './caller.ts';
import { drainAfterAnswer } from './draining.ts';
import { exchangeOf, type Request } from './exchange.ts';
import { allowBody, awaitsContinue } from './expectation.ts';
import { readQuery } from './query.ts';
import type { Opening, Route } from './route.ts';
import { type Checked, check, type FaultStyle } from './schema-faults.ts';
import { sendReply } from './send-reply.ts';

const REFUSALS: Record<Access, string> = {
  client: 'Only a registered client may do that',
  'own-service': 'Only a registered client may do that, for its own service',
  operator: 'Only the operator may do that',
  person: 'Only a person who is signed in may do that',
  supporter: 'Only a supporter who is signed in may do that',
  open: 'This client may not do that',
};

function paramsOf({ params }: Request, uuidParams: readonly string[]): Record<string, string> {
  const read = Object.entries(params).map(([name, value]): [string, string] => {
    const text = typeof value === 'string' ? value : value.join('/');
    if (!uuidParams.includes(name)) return [name, text];
    const id = canonicalId(text) ?? (name === 'serviceId' ? builtInServiceId(text) : undefined);
    if (id === undefined) throw notFound('There is nothing here: an id in the path is not a UUID');
    return [name, id];
  });
  return Object.fromEntries(read);
}

function open(route: Route, request: Request, response: ServerResponse): Opening<string, Access> {
  const { caller, correlationId, log } = exchangeOf(response);
  if (caller === undefined || !mayUse(route.access, caller)) throw forbidden(REFUSALS[route.access]);
  return {
    params: paramsOf(request, route.uuidParams),
    caller: caller as CallerOf<Access>,
    actor: actorOf(caller),
    correlationId,
    headers: request.headers,
    valuesOf: (header) => request.headersDistinct[header] ?? [],
    log,
  };
}

/** Ignores an unwanted body up to the limit, and refuses a longer one. */
async function ignoreBody(route: Route, request: Request, response: ServerResponse): Promise<void> {
  if (isOfUnknownLength(request)) allowBody(request, response);
  await refuseLongBody(request, route.bodyLimit);
}

/** The body, after the refusals that need no understanding of it. */
async function bodyOf(route: Route, request: Request, response: ServerResponse): Promise<unknown> {
  if (route.body === undefined && route.bodyType !== 'csv') {
    if (hasBody(request)) await ignoreBody(route, request, response);
    return undefined;
  }
  checkBodyHeaders(request, route.bodyType, route.bodyLimit);
  if (route.body === undefined || route.bodyType === 'csv') return undefined;
  if (hasBody(request)) allowBody(request, response);
  return readBody(request, route.bodyType, route.bodyLimit, route.body);
}

function checkedBy(schema: z.ZodType | undefined, value: unknown, style: FaultStyle): Checked<unknown> {
  return schema === undefined ? { value: undefined } : check(schema, value, style);
}

/** Query and body, parsed by their schemas. The faults of both are reported together. */
function checked(route: Route, query: unknown, body: unknown): { query: unknown; body: unknown } {
  const ofQuery = checkedBy(route.query, query, route.faults);
  const ofBody = checkedBy(route.body, body, route.faults);
  const faults = [...(ofQuery.faults ?? []), ...(ofBody.faults ?? [])];
  if (faults.length > 0) throw invalidRequest(faults);
  return { query: ofQuery.value, body: ofBody.value };
}

/** Leaving the loop early would otherwise destroy the connection, and the answer with it. */
function bytesOf(request: Request): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) };
}

/** A refusal with the further members that the route declares for faults of the request. */
function refusalOf({ errorsAlsoAs, invalidAlso }: Route, error: unknown): unknown {
  if (!(error instanceof Fault) || error.code !== 'invalid-request') return error;
  if (errorsAlsoAs === undefined && invalidAlso === undefined) return error;
  const { publicText, members, cause } = error;
  const renamed = errorsAlsoAs === undefined ? {} : { [errorsAlsoAs]: members?.errors };
  return new Fault(error.code, {
    publicText,
    members: { ...invalidAlso, ...members, ...renamed },
    cause,
  });
}

/** Serves one request. The order of refusals: 403 and 404, then 413 and 415, then 400. */
export async function serveRoute(route: Route, request: Request, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(route.headers ?? {})) response.setHeader(name, value);
  try {
    await serve(route, request, response);
  } catch (error) {
    throw refusalOf(route, error);
  }
}

async function serve(route: Route, request: Request, response: ServerResponse): Promise<void> {
  const opening = open(route, request, response);
  const resolved = await route.resolve(opening);
  const body = await bodyOf(route, request, response);
  const query = readQuery(request.url ?? '', route.queryNames);
  const values = checked(route, query, body);
  if (route.bodyType === 'csv') allowBody(request, response);
  const reply = await route.handle({ ...opening, ...values, stream: bytesOf(request) }, resolved);
  if (!awaitsContinue(request)) drainAfterAnswer(request, response);
  sendReply(response, route.responses, reply);
}
