export { createAccessLog } from './access-log.ts';
export { readBytes } from './body.ts';
export {
  type Access,
  actorOf,
  type Caller,
  type CallerOf,
  mayUse,
  type PersonCaller,
  type PersonScope,
  personScopes,
} from './caller.ts';
export { type Change, changeHeader } from './change-header.ts';
export { type Cookie, cookieNamed, setCookie } from './cookies.ts';
export { CORRELATION_HEADER, correlationIdFrom } from './correlation.ts';
export { type AppOptions, createApp } from './create-app.ts';
export {
  CREDENTIAL_HEADER,
  CREDENTIAL_REFUSED_HEADER,
  type Credentials,
  createCredentials,
} from './credentials.ts';
export { drainAfterAnswer } from './draining.ts';
export { beginExchange, type Exchange, exchangeOf } from './exchange.ts';
export { allowBody } from './expectation.ts';
export { faultOfKind } from './fault-of-kind.ts';
export { isOwnOrigin } from './form-origin.ts';
export { type Endpoint, healthEndpoints, liveness, readiness } from './health-endpoints.ts';
export { inertDependencies } from './inert-dependencies.ts';
export { type Listening, type ListenOptions, listen } from './listen.ts';
export { type BodyType, charsetOf } from './media-type.ts';
export { OWN_HEALTH_PATH } from './own-health.route.ts';
export { pageHeaders } from './page-headers.ts';
export { type Page, type PageRequest, pageOfList, readPage } from './paging.ts';
export { activePerson, knownPerson } from './person-refusals.ts';
export { faultFrom, PROBLEM_TYPE, type Problem, problemOf, statusOfFault } from './problem.ts';
export { acceptsHtml, type ProblemPage, targetOf } from './problem-page.ts';
export { problemKindSchemaOf, problemSchemaOf } from './problem-schema.ts';
export { pageQuery, readQuery } from './query.ts';
export { HEADERS_LIMIT, URL_LIMIT } from './refused-connection.ts';
export type { PolicyChanges, Reply, ReplyHeaders, Responses } from './reply.ts';
export {
  BODY_LIMIT,
  type Opening,
  type ParamsOf,
  type Route,
  type RouteDeclaration,
  type RouteRequest,
  route,
} from './route.ts';
export type { RouteDescription } from './route-description.ts';
export { type ProblemContext, sendProblem } from './send-problem.ts';
