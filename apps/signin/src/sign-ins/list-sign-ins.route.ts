import { type ShownSignIn, signInsPage } from '@gatehouse/contracts';
import { type PageRequest, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { actingPerson, type KnownUserDependencies, knownUser } from '../sessions/known-user.ts';
import { pageOfSignIns, type SignInDocument, type SignInsCollection } from './sign-ins.store.ts';

export interface SignInRoutesDependencies extends KnownUserDependencies {
  signInRecords: SignInsCollection;
}

function shown({ at, method, outcome, serviceId, organisationId, address }: SignInDocument): ShownSignIn {
  return {
    ...{ at: new Date(at).toISOString(), method, serviceId: serviceId ?? null },
    ...{ organisationId: organisationId ?? null, outcome, address: address ?? null },
  };
}

async function pageOf({ signInRecords }: SignInRoutesDependencies, userId: string, query: PageRequest) {
  const { records, members } = await pageOfSignIns(signInRecords, userId, query);
  return { signIns: records.map(shown), ...members };
}

/** `GET /me/sign-ins` */
export function listOwnSignInsRoute(dependencies: SignInRoutesDependencies): Route {
  return route({
    method: 'get',
    path: '/me/sign-ins',
    access: 'person',
    operationId: 'listOwnSignIns',
    summary: 'List the person’s sign-ins of 90 days',
    query: z.object(pageQuery),
    resolve: ({ caller }) => actingPerson(dependencies, caller.userId),
    responses: { 200: signInsPage },
    handle: async ({ query, caller: { userId } }) => ({
      status: 200,
      body: await pageOf(dependencies, userId, query),
    }),
  });
}

/** `GET /manage/users/{id}/sign-ins` */
export function listSignInsRoute(dependencies: SignInRoutesDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/sign-ins',
    access: 'operator',
    operationId: 'operatorListSignIns',
    summary: 'List a user’s sign-ins of 90 days',
    uuidParams: ['userId'],
    query: z.object(pageQuery),
    resolve: ({ params }) => knownUser(dependencies, params.userId),
    responses: { 200: signInsPage },
    handle: async ({ params: { userId }, query }) => ({
      status: 200,
      body: await pageOf(dependencies, userId, query),
    }),
  });
}
