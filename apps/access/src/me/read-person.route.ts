import { signedInPerson } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { actingPerson } from '../members/acting-person.ts';
import { changeHeaders, changeShown } from '../members/change-shown.ts';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { ownOrganisations } from './own-organisations.ts';

/** `GET /me`: who is signed in, and where they are a member. */
export function readPersonRoute(projections: DirectoryProjections): Route {
  return route({
    method: 'get',
    path: '/me',
    access: 'person',
    operationId: 'getSignedInPerson',
    summary: 'Show who is signed in',
    described: { headers: changeHeaders },
    async resolve({ caller, headers }) {
      await changeShown(projections, headers.change);
      return actingPerson(projections, caller);
    },
    responses: { 200: signedInPerson },
    async handle({ caller }, person) {
      const own = await ownOrganisations(projections.organisations, person);
      const body = {
        sub: person.id,
        email: person.email ?? null,
        given_name: person.givenName ?? null,
        family_name: person.familyName ?? null,
        support: caller.scopes.includes('support'),
        organisations: own.map(({ organisation: { id, name, status }, membership: { roleId } }) => ({
          ...{ id, name, roleId, status },
        })),
      };
      return { status: 200, body };
    },
  });
}
