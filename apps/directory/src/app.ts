import type { Published } from '@gatehouse/app-process';
import { type AppOptions, createApp as createHttpApp, type Route } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import type { OnImported } from './import-metrics.ts';
import { codeListRoutes } from './routes/code-list-routes.ts';
import { createUserRoute } from './routes/create-user.ts';
import { type DeleteOrganisationParts, deleteOrganisationRoute } from './routes/delete-organisation.ts';
import { getMembershipRoute } from './routes/get-membership.ts';
import { getOrganisationRoute } from './routes/get-organisation.ts';
import { getOrganisationLinksRoute } from './routes/get-organisation-links.ts';
import { getUserRoute } from './routes/get-user.ts';
import { importOrganisationsRoute } from './routes/import-organisations.ts';
import { listMembershipsRoute } from './routes/list-memberships.ts';
import { listOrganisationsRoute } from './routes/list-organisations.ts';
import { listUsersRoute } from './routes/list-users.ts';
import { publishAnnouncementRoute } from './routes/publish-announcement.ts';
import { putMembershipRoute } from './routes/put-membership.ts';
import { putOrganisationRoute } from './routes/put-organisation.ts';
import { putUserRoute } from './routes/put-user.ts';
import { removeAnnouncementRoute } from './routes/remove-announcement.ts';
import { removeMembershipRoute } from './routes/remove-membership.ts';
import { removeUserRoute } from './routes/remove-user.ts';
import type { Announcements } from './stores/announcements.ts';
import type { Organisations } from './stores/organisations.ts';
import type { ClaimNumbers } from './stores/sequences.ts';
import type { Users } from './stores/users.ts';

export interface RouteDependencies
  extends Pick<DeleteOrganisationParts, 'referencesTo' | 'referencesReachEnd'> {
  users: Users;
  organisations: Organisations;
  announcements: Announcements;
  claimLegacyIds: ClaimNumbers;
  published: Published;
  clock: Clock;
  onImported: OnImported;
}

/** Every endpoint of this app. */
export function directoryRoutes(dependencies: RouteDependencies): readonly Route[] {
  return [
    ...codeListRoutes,
    createUserRoute(dependencies),
    listUsersRoute(dependencies),
    putUserRoute(dependencies),
    getUserRoute(dependencies),
    removeUserRoute(dependencies),
    listMembershipsRoute(dependencies),
    putMembershipRoute(dependencies),
    getMembershipRoute(dependencies),
    removeMembershipRoute(dependencies),
    listOrganisationsRoute(dependencies),
    importOrganisationsRoute(dependencies),
    putOrganisationRoute(dependencies),
    getOrganisationRoute(dependencies),
    getOrganisationLinksRoute(dependencies),
    deleteOrganisationRoute(dependencies),
    publishAnnouncementRoute(dependencies),
    removeAnnouncementRoute(dependencies),
  ];
}

/** The app's HTTP side. It never listens. */
export function createApp(options: RouteDependencies & Omit<AppOptions, 'routes' | 'mounts'>) {
  const { credentials, log, health, metrics } = options;
  return createHttpApp({ routes: directoryRoutes(options), credentials, log, health, metrics });
}
