import { type HeldGrant, identifierWords, managedGrant, roleWords } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';
import { z } from 'zod';
import { known, presentOrganisation, presentUser } from '../people/known-people.ts';
import type { Organisations } from '../people/organisations.store.ts';
import { knownService } from '../services/known-service.ts';
import { named, oneLine, roleCode } from '../services/request-fields.ts';
import { type MakeGrantDependencies, makeGrant } from './make-grant.ts';

export interface PutGrantDependencies extends MakeGrantDependencies {
  organisations: Organisations;
  /** Waits until the projection of users holds all that the log has; false when that took longer. */
  usersReachEnd: (timeoutMs: number) => Promise<boolean>;
}

/** Where the log is away, or the projection lags further, the grant is decided by the membership that is known. */
const REACH_END_MS = 1_000;

/** A grant as the operator sees it. */
export function viewGrant({ serviceId, roles, identifiers }: HeldGrant) {
  return { id: serviceId, roles, identifiers };
}

/** PUT /manage/users/{id}/organisations/{oid}/services/{sid}: grants a service to a member (201), or changes that (200). */
export function putGrantRoute(dependencies: PutGrantDependencies): Route {
  const { services, users, organisations, usersReachEnd } = dependencies;
  return route({
    method: 'put',
    path: '/manage/users/:userId/organisations/:organisationId/services/:serviceId',
    access: 'operator',
    operationId: 'operatorPutGrant',
    summary: 'Grant a service to a user for an organisation',
    described: { refusals: { conflict: 'The user is not a member of the organisation.' } },
    uuidParams: ['userId', 'organisationId', 'serviceId'],
    body: z
      .strictObject({
        roles: z.array(roleCode).default([]).describe(roleWords.codes),
        identifiers: z
          .array(
            z
              .strictObject({
                key: named(255).describe(identifierWords.key),
                value: oneLine(255).describe(identifierWords.value),
              })
              .meta({
                id: 'GrantBodyIdentifier',
                description: 'A key and a value that the grant carries for the service.',
              }),
          )
          .max(25)
          .default([])
          .describe('What the service knows the user by in this organisation.'),
      })
      .meta({ id: 'GrantBody', description: 'A grant as it is put: all of its roles and identifiers.' }),
    async resolve({ params: { userId, organisationId, serviceId } }) {
      await knownService(services, serviceId);
      // A membership may have been ended a moment ago, and perhaps made again. A grant decided from the earlier one would be
      // answered as made, and be removed with it.
      const isBehind = !(await usersReachEnd(REACH_END_MS));
      const [user, organisation] = await Promise.all([
        lookUpUntil(() => presentUser(users, userId)),
        lookUpUntil(() => presentOrganisation(organisations, organisationId)),
      ]);
      known('user', user);
      return { organisation: known('organisation', organisation), isBehind };
    },
    responses: { 200: managedGrant, 201: managedGrant },
    async handle({ params: { userId, serviceId }, body, actor, correlationId }, resolved) {
      const origin = { actor, correlationId };
      const command = { serviceId, userId, details: body, origin, ...resolved };
      const { grant, made } = await makeGrant(dependencies, command);
      return made ? { status: 201, body: viewGrant(grant) } : { status: 200, body: viewGrant(grant) };
    },
  });
}
