import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '@gatehouse/runtime';
import type { z } from 'zod';
import type { Access, CallerOf } from './caller.ts';
import { type FieldNames, fieldNamesOf } from './field-names.ts';
import type { BodyType } from './media-type.ts';
import type { Reply, Responses } from './reply.ts';
import type { RouteDescription } from './route-description.ts';
import type { FaultStyle } from './schema-faults.ts';

type NamesIn<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

/** The path's parameters, by name. */
export type ParamsOf<P extends string> = { readonly [N in NamesIn<P>]: string };

/** A request before its query and body are read. */
export interface Opening<P extends string, A extends Access> {
  /** UUIDs are in upper case. */
  params: ParamsOf<P>;
  caller: CallerOf<A>;
  /** The caller as events name it. */
  actor: string;
  correlationId: string;
  headers: IncomingHttpHeaders;
  /** Every value of a header, as often as it was sent: `headers` joins them. */
  valuesOf(header: string): readonly string[];
  log: Logger;
}

export interface RouteRequest<P extends string, A extends Access, Q, B> extends Opening<P, A> {
  query: Q;
  body: B;
  /** The request's unread bytes, for `bodyType: 'csv'`. Reading may stop early without closing the connection. */
  stream: AsyncIterable<Buffer>;
}

type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;

/** One endpoint: its public description, and its handler. */
export interface RouteDeclaration<
  P extends string,
  A extends Access,
  Q extends z.ZodObject | undefined,
  B extends z.ZodType | undefined,
  R extends Responses,
  V,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** In Express's notation: `/users/:id`. */
  path: P;
  access: A;
  /**
   * The name of the operation in OpenAPI: a verb and a noun, such as `listUsers`; for the operator with the prefix
   * `operator`. Generated clients name their methods by it. Only pages for people have none.
   */
  operationId?: string;
  /** One line for the documentation. */
  summary: string;
  /** Further documentation, beyond the summary and the schemas. */
  described?: RouteDescription;
  /** Parameters that are UUIDs: passed on in upper case; any other value is a 404, but for the client id of a built-in service as `serviceId`. */
  uuidParams?: readonly NamesIn<P>[];
  /** A member that is a list is given as `name[]=a&name[]=b`. */
  query?: Q;
  body?: B;
  /** Default `json`. */
  bodyType?: BodyType;
  /** In bytes; default 102,400. Imports (`csv`) have none. */
  bodyLimit?: number;
  /** How faults of query and body are worded. Default: `field` for the operator's routes, else `text`. */
  faults?: FaultStyle;
  /** Headers of every answer, refusals among them. */
  headers?: Readonly<Record<string, string>>;
  /** Members of each answer of 400, unless it has its own: what clients of another protocol look for. */
  invalidAlso?: Readonly<Record<string, string>>;
  /** A second name for the member `errors`, which the clients of this path expect. */
  errorsAlsoAs?: 'reasons';
  /** Refuses (403, 404, a person's session) before query and body are read. Its result is passed to `handle`. */
  resolve?: (request: Opening<P, A>) => V | Promise<V>;
  /** Every body is parsed by the schema of its status before it is sent, so that nothing leaks. */
  responses: R;
  handle: (
    request: RouteRequest<P, A, OutputOf<Q>, OutputOf<B>>,
    resolved: Awaited<V>,
  ) => Reply<R> | Promise<Reply<R>>;
}

/** A declared endpoint without its exact types, for `createApp` and the documentation. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly access: Access;
  readonly operationId?: string;
  readonly summary: string;
  readonly described: RouteDescription;
  readonly uuidParams: readonly string[];
  readonly query: z.ZodObject | undefined;
  readonly queryNames: FieldNames;
  readonly body: z.ZodType | undefined;
  readonly bodyType: BodyType;
  readonly bodyLimit: number;
  readonly faults: FaultStyle;
  readonly headers?: Readonly<Record<string, string>>;
  readonly invalidAlso?: Readonly<Record<string, string>>;
  readonly errorsAlsoAs?: 'reasons';
  readonly responses: Responses;
  resolve(request: Opening<string, Access>): unknown;
  handle(request: RouteRequest<string, Access, unknown, unknown>, resolved: unknown): unknown;
}

/** The most bytes of a body, imports excepted. */
export const BODY_LIMIT = 100 * 1024;

const NO_NAMES: FieldNames = { single: [], lists: [] };

/** Declares one endpoint. The types of its parameters, query, body and answers follow from the declaration. */
export function route<
  const P extends string,
  const A extends Access,
  const R extends Responses,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  V = undefined,
>(declaration: RouteDeclaration<P, A, Q, B, R, V>): Route {
  const { resolve, handle, query, body, bodyLimit = BODY_LIMIT, bodyType = 'json', ...rest } = declaration;
  return {
    ...rest,
    query,
    queryNames: query === undefined ? NO_NAMES : fieldNamesOf(query),
    body,
    bodyType,
    bodyLimit,
    described: declaration.described ?? {},
    uuidParams: declaration.uuidParams ?? [],
    faults: declaration.faults ?? (declaration.access === 'operator' ? 'field' : 'text'),
    resolve: (resolve ?? (() => undefined)) as Route['resolve'],
    handle: handle as Route['handle'],
  };
}
