import { type OrganisationState, userOrganisations, userOrganisationsV2 } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Visibility } from '../grants/visibility.ts';
import { viewOrganisation, viewOrganisationV2 } from './organisation-view.ts';
import type { Organisations } from './organisations.store.ts';
import { shownOrganisations } from './shown-organisations.ts';

interface Parts {
  visibility: Visibility;
  organisations: Organisations;
}

const VISIBLE =
  'Of a user who has access to the service of the client or a child of it, or was invited by it; of any user, where the service has the setting `canViewAllUsers`. Any other user is 404, and so is one without organisations.';

async function organisationsShown(
  { visibility, organisations }: Parts,
  caller: { serviceId: string },
  userId: string,
): Promise<OrganisationState[]> {
  const { user } = await visibility.userFor(caller, userId);
  const shown = await shownOrganisations(organisations, user);
  if (shown.length === 0) throw notFound('The user is in no organisation');
  return shown.map(({ organisation }) => organisation);
}

/** GET /users/{id}/organisations: the organisations of a user; 404 where there are none. */
export function readUserOrganisations(parts: Parts): Route {
  return route({
    method: 'get',
    path: '/users/:userId/organisations',
    access: 'own-service',
    operationId: 'listUserOrganisations',
    summary: 'List the organisations of a user',
    described: { text: VISIBLE },
    uuidParams: ['userId'],
    resolve: ({ caller, params }) => organisationsShown(parts, caller, params.userId),
    responses: { 200: userOrganisations },
    handle: (_request, shown) => ({ status: 200, body: shown.map(viewOrganisation) }),
  });
}

/** GET /users/{id}/v2/organisations: the same with what the registers of providers hold. */
export function readUserOrganisationsV2(parts: Parts): Route {
  return route({
    method: 'get',
    path: '/users/:userId/v2/organisations',
    access: 'own-service',
    operationId: 'listUserOrganisationsV2',
    summary: 'List the organisations of a user, in more detail',
    described: { text: VISIBLE },
    uuidParams: ['userId'],
    resolve: ({ caller, params }) => organisationsShown(parts, caller, params.userId),
    responses: { 200: userOrganisationsV2 },
    handle: (_request, shown) => ({ status: 200, body: shown.map(viewOrganisationV2) }),
  });
}
