import { type AppOptions, createApp as createHttpApp, type Route } from '@gatehouse/http';
import type { Announcements } from './announcements/announcements.store.ts';
import { publishAnnouncementRoute } from './announcements/publish-announcement.route.ts';
import { removeAnnouncementRoute } from './announcements/remove-announcement.route.ts';
import type { OnImported } from './import/import-metrics.ts';
import { importOrganisationsRoute } from './import/import-organisations.route.ts';
import type { LastApproverDependencies } from './members/last-approver.ts';
import { leaveOrganisationRoute } from './members/leave-organisation.route.ts';
import { putMemberRoute } from './members/put-member.route.ts';
import { putNamesRoute } from './members/put-names.route.ts';
import { removeMemberRoute } from './members/remove-member.route.ts';
import {
  type DeleteOrganisationDependencies,
  deleteOrganisationRoute,
} from './organisations/delete-organisation.route.ts';
import { getOrganisationRoute } from './organisations/get-organisation.route.ts';
import { getOrganisationLinksRoute } from './organisations/get-organisation-links.route.ts';
import type { AllocateNumbers } from './organisations/legacy-ids.store.ts';
import { codeListRoutes } from './organisations/list-codes.route.ts';
import { listOrganisationsRoute } from './organisations/list-organisations.route.ts';
import { putOrganisationRoute } from './organisations/put-organisation.route.ts';
import { createUserRoute } from './users/create-user.route.ts';
import { getMembershipRoute } from './users/get-membership.route.ts';
import { getUserRoute } from './users/get-user.route.ts';
import { listMembershipsRoute } from './users/list-memberships.route.ts';
import { listUsersRoute } from './users/list-users.route.ts';
import { putMembershipRoute } from './users/put-membership.route.ts';
import { putUserRoute } from './users/put-user.route.ts';
import { removeMembershipRoute } from './users/remove-membership.route.ts';
import { removeUserRoute } from './users/remove-user.route.ts';
import type { Users } from './users/users.store.ts';

export interface RouteDependencies extends DeleteOrganisationDependencies, LastApproverDependencies {
  users: Users;
  announcements: Announcements;
  allocateLegacyIds: AllocateNumbers;
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
    putNamesRoute(dependencies),
    leaveOrganisationRoute(dependencies),
    putMemberRoute(dependencies),
    removeMemberRoute(dependencies),
  ];
}

/** The app's HTTP side. It never listens. */
export function createApp(dependencies: RouteDependencies & Omit<AppOptions, 'routes' | 'mounts'>) {
  const { credentials, log, health, metrics } = dependencies;
  return createHttpApp({ routes: directoryRoutes(dependencies), credentials, log, health, metrics });
}
