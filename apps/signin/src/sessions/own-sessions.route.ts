import { sessionsPage } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { actingPerson } from './known-user.ts';
import type { ManagedSessionsDependencies } from './managed-sessions.route.ts';
import { pageOfSessions } from './shown-sessions.ts';

/** `GET /me/sessions`: where and when one is signed in. */
export function listOwnSessionsRoute(dependencies: ManagedSessionsDependencies): Route {
  return route({
    method: 'get',
    path: '/me/sessions',
    access: 'person',
    operationId: 'listOwnSessions',
    summary: 'List where the person is signed in',
    query: z.object(pageQuery),
    resolve: ({ caller }) => actingPerson(dependencies, caller.userId),
    responses: { 200: sessionsPage },
    handle: async ({ query, caller: { userId } }) => ({
      status: 200,
      body: await pageOfSessions(dependencies, userId, query),
    }),
  });
}

/** `DELETE /me/sessions/{id}`: signs out there; the services of that session are told. */
export function endOwnSessionRoute(dependencies: ManagedSessionsDependencies): Route {
  const { sessions } = dependencies;
  return route({
    method: 'delete',
    path: '/me/sessions/:sessionId',
    access: 'person',
    operationId: 'endOwnSession',
    summary: 'Sign out elsewhere, or here',
    uuidParams: ['sessionId'],
    async resolve({ params, caller }) {
      await actingPerson(dependencies, caller.userId);
      const session = await sessions.get(params.sessionId);
      // Another person's is as one that never was.
      if (session?.state.userId !== caller.userId) throw notFound('There is no such session');
    },
    responses: { 204: 'The session is over.' },
    async handle({ params: { sessionId }, actor, correlationId }) {
      const ended = await sessions.end(sessionId, 'ended-by-person', { actor, correlationId });
      if (!ended) throw notFound('There is no such session');
      return { status: 204 };
    },
  });
}
