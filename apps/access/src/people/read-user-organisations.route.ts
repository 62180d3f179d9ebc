import {
  type OrganisationState,
  type PresentUser,
  userOrganisations,
  userOrganisationsV2,
  viewOrganisation,
  viewOrganisationV2,
} from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Organisations } from './organisations.store.ts';
import { shownOrganisations } from './shown-organisations.ts';

interface UserOrganisationsDependencies {
  /** A user as a client may see one; 404 otherwise. */
  visibleUser: (caller: { serviceId: string }, userId: string) => Promise<{ user: PresentUser }>;
  organisations: Organisations;
}

const SHARED = {
  method: 'get',
  access: 'own-service',
  described: {
    text: 'Of a user who has access to the service of the client or a child of it, or was invited by it; of any user, where the service has the setting `canViewAllUsers`. Any other user is 404, and so is one without organisations.',
  },
  uuidParams: ['userId'],
} as const;

async function organisationsShown(
  { visibleUser, organisations }: UserOrganisationsDependencies,
  caller: { serviceId: string },
  userId: string,
): Promise<OrganisationState[]> {
  const { user } = await visibleUser(caller, userId);
  const shown = await shownOrganisations(organisations, user);
  if (shown.length === 0) throw notFound('The user is in no organisation');
  return shown.map(({ organisation }) => organisation);
}

/** GET /users/{id}/organisations: the organisations of a user; 404 where there are none. */
export function readUserOrganisationsRoute(dependencies: UserOrganisationsDependencies): Route {
  return route({
    ...SHARED,
    path: '/users/:userId/organisations',
    operationId: 'listUserOrganisations',
    summary: 'List the organisations of a user',
    resolve: ({ caller, params }) => organisationsShown(dependencies, caller, params.userId),
    responses: { 200: userOrganisations },
    handle: (_request, shown) => ({ status: 200, body: shown.map(viewOrganisation) }),
  });
}

/** GET /users/{id}/v2/organisations: the same with what the registers of providers hold. */
export function readUserOrganisationsV2Route(dependencies: UserOrganisationsDependencies): Route {
  return route({
    ...SHARED,
    path: '/users/:userId/v2/organisations',
    operationId: 'listUserOrganisationsV2',
    summary: 'List the organisations of a user, in more detail',
    resolve: ({ caller, params }) => organisationsShown(dependencies, caller, params.userId),
    responses: { 200: userOrganisationsV2 },
    handle: (_request, shown) => ({ status: 200, body: shown.map(viewOrganisationV2) }),
  });
}
