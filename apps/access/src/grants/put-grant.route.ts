import { type HeldGrant, identifierWords, managedGrant, roleWords } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';
import { z } from 'zod';
import { found, organisationOf, presentUser } from '../people/known-user.ts';
import type { Organisations } from '../people/organisations.store.ts';
import type { Users } from '../people/users.store.ts';
import { knownService } from '../services/known-service.ts';
import { named, oneLine, roleCode } from '../services/request-fields.ts';
import type { Services } from '../services/services.store.ts';
import type { MakeGrant } from './make-grant.ts';

interface Parts {
  services: Services;
  users: Users;
  organisations: Organisations;
  /** Waits until the copies of users hold all that the log has; false when that took longer. */
  usersReachEnd: (timeoutMs: number) => Promise<boolean>;
  makeGrant: MakeGrant;
}

/**
 * For a log that is away, or a copy that lags further, nobody waits longer: the grant is decided by the membership that is
 * known, and may have meant a newer one.
 */
const REACH_END_MS = 1_000;

/** A grant as the operator sees it. */
export function viewGrant({ serviceId, roles, identifiers }: HeldGrant) {
  return { id: serviceId, roles, identifiers };
}

/** PUT /manage/users/{id}/organisations/{oid}/services/{sid}: grants a service to a member (201), or changes that (200). */
export function putGrant({ services, users, organisations, usersReachEnd, makeGrant }: Parts): Route {
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
      // A membership may have been taken away a moment ago, and perhaps made again: a grant decided by the one before it
      // would be answered as made, and go with that one.
      const isBehind = !(await usersReachEnd(REACH_END_MS));
      const [user, organisation] = await Promise.all([
        lookUpUntil(() => presentUser(users, userId)),
        lookUpUntil(() => organisationOf(organisations, organisationId)),
      ]);
      found('user', user);
      return { organisation: found('organisation', organisation), isBehind };
    },
    responses: { 200: managedGrant, 201: managedGrant },
    async handle({ params: { userId, serviceId }, body, actor, correlationId }, resolved) {
      const { organisation, isBehind } = resolved;
      const said = { origin: { actor, correlationId }, isBehind };
      const { grant, made } = await makeGrant({ serviceId, organisation, userId }, body, said);
      return made ? { status: 201, body: viewGrant(grant) } : { status: 200, body: viewGrant(grant) };
    },
  });
}
