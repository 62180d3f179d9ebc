import { sessionsPage } from '@gatehouse/contracts';
import { pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type KnownUserDependencies, knownUser } from './known-user.ts';
import { pageOfSessions, type SessionRoutesDependencies } from './shown-sessions.ts';

export interface ManagedSessionsDependencies extends SessionRoutesDependencies, KnownUserDependencies {}

/** `GET /manage/users/{id}/sessions` */
export function listSessionsRoute(dependencies: ManagedSessionsDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/sessions',
    access: 'operator',
    operationId: 'operatorListSessions',
    summary: 'List where a user is signed in',
    uuidParams: ['userId'],
    query: z.object(pageQuery),
    resolve: ({ params }) => knownUser(dependencies, params.userId),
    responses: { 200: sessionsPage },
    handle: async ({ params: { userId }, query }) => ({
      status: 200,
      body: await pageOfSessions(dependencies, userId, query),
    }),
  });
}

/** `DELETE /manage/users/{id}/sessions`: signs a user out everywhere; the services of each session are told. */
export function endSessionsRoute(dependencies: ManagedSessionsDependencies): Route {
  return route({
    method: 'delete',
    path: '/manage/users/:userId/sessions',
    access: 'operator',
    operationId: 'operatorEndSessions',
    summary: 'Sign a user out everywhere',
    described: { text: 'Answers 204 as well where the user is signed in nowhere.' },
    uuidParams: ['userId'],
    resolve: ({ params }) => knownUser(dependencies, params.userId),
    responses: { 204: 'All sessions are over.' },
    async handle({ params: { userId }, actor, correlationId }) {
      await dependencies.sessions.endAllOf(userId, 'ended-by-operator', { actor, correlationId });
      return { status: 204 };
    },
  });
}
