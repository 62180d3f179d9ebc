import { grantId } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { type Route, route } from '@gatehouse/http';
import { readServices } from '../notices/read-services.ts';
import type { Services } from '../services/services.store.ts';
import { removeGrant } from './grant.ts';
import { type Grants, grantKind } from './grants.store.ts';
import { knownGrant, noSuchGrant } from './known-grant.ts';

interface DeleteGrantDependencies {
  services: Services;
  grants: Grants;
  now: () => number;
}

/** DELETE /manage/users/{id}/organisations/{oid}/services/{sid}: removes a grant; 404 where there is none. */
export function deleteGrantRoute({ services, grants, now }: DeleteGrantDependencies): Route {
  return route({
    method: 'delete',
    path: '/manage/users/:userId/organisations/:organisationId/services/:serviceId',
    access: 'operator',
    operationId: 'operatorDeleteGrant',
    summary: 'Remove a grant',
    uuidParams: ['userId', 'organisationId', 'serviceId'],
    resolve: ({ params }) => knownGrant(grants, params),
    responses: { 204: 'It is removed.' },
    async handle({ params: { userId, organisationId, serviceId }, actor, correlationId }) {
      const id = grantId(serviceId, organisationId, userId);
      const serviceOf = await readServices(services, [serviceId]);
      const { status } = await changeEntity(
        grantKind(grants, now, serviceOf),
        id,
        { actor, correlationId },
        (current) => ({
          state: removeGrant(current, now()),
          result: undefined,
        }),
      );
      if (status !== 'changed') throw noSuchGrant();
      return { status: 204 };
    },
  });
}
