import { type AppOptions, createApp as createHttpApp, type Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  listReadModels,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import type { Sealer } from '@gatehouse/runtime';
import { createApproverAdmission } from './approvers/admitted-approvers.ts';
import { readApproversRoute } from './approvers/read-approvers.route.ts';
import type { Collections } from './collections.ts';
import { deleteGrantRoute } from './grants/delete-grant.route.ts';
import { isRoleHeld } from './grants/grants.store.ts';
import { type PutGrantDependencies, putGrantRoute } from './grants/put-grant.route.ts';
import { getGrantRoute, listGrantsRoute } from './grants/read-grants.route.ts';
import { readOrganisationUsersRoute } from './grants/read-organisation-users.route.ts';
import { readUserAccessRoute } from './grants/read-user-access.route.ts';
import { readUserOrganisationServicesRoute } from './grants/read-user-organisation-services.route.ts';
import { referencesToService } from './grants/references-to-service.ts';
import { visibleUser } from './grants/visible-user.ts';
import { readOwnServicesRoute } from './me/read-own-services.route.ts';
import { readPersonRoute } from './me/read-person.route.ts';
import { searchOrganisationsRoute } from './me/search-organisations.route.ts';
import { listAvailableServicesRoute } from './members/list-available-services.route.ts';
import { listMembersForOperatorRoute, listMembersRoute } from './members/list-members.route.ts';
import { putMemberServiceRoute } from './members/put-member-service.route.ts';
import { listMemberServicesRoute, readMemberRoute } from './members/read-member.route.ts';
import { removeMemberServiceRoute } from './members/remove-member-service.route.ts';
import {
  readUserOrganisationsRoute,
  readUserOrganisationsV2Route,
} from './people/read-user-organisations.route.ts';
import { type RequestRouteDependencies, requestRoutes } from './requests/request-routes.ts';
import { deletePolicyRoute } from './services/delete-policy.route.ts';
import { deleteRoleRoute } from './services/delete-role.route.ts';
import { type DeleteServiceDependencies, deleteServiceRoute } from './services/delete-service.route.ts';
import { putPolicyRoute } from './services/put-policy.route.ts';
import { putRoleRoute } from './services/put-role.route.ts';
import { type PutServiceDependencies, putServiceRoute } from './services/put-service.route.ts';
import { getPolicyRoute, listPoliciesRoute } from './services/read-policies.route.ts';
import { getRoleRoute, listRolesRoute } from './services/read-roles.route.ts';
import { readServiceRolesRoute } from './services/read-service-roles.route.ts';
import { getServiceRoute, listServicesRoute } from './services/read-services.route.ts';
import { rotateClientSecretRoute } from './services/rotate-client-secret.route.ts';
import { rotateServiceSecretRoute } from './services/rotate-service-secret.route.ts';
import type { NoteWalk } from './user-list/note-walk.ts';
import { readUserChangesRoute } from './user-list/read-user-changes.route.ts';
import { readUsersRoute } from './user-list/read-users.route.ts';

/** What the routes work with. */
export interface RouteDependencies
  extends Pick<PutGrantDependencies, 'usersReachEnd' | 'reconcile' | 'published' | 'log'>,
    Pick<RequestRouteDependencies, 'requestTtlMs' | 'advance' | 'onDecided'>,
    Pick<PutServiceDependencies, 'serviceRules'>,
    Pick<DeleteServiceDependencies, 'invitationsReachEnd'> {
  collections: Collections;
  sealer: Sealer;
  noteWalk: NoteWalk;
  readModels: readonly RunningReadModel[];
  /** The widest filter of the list of users. */
  usersWindowDays: number;
  now: () => number;
}

/** Every endpoint of access. */
export function accessRoutes(given: RouteDependencies): readonly Route[] {
  const { collections } = given;
  const { services, grants, serviceLinks, users, organisations, people, userLists } = collections;
  const { approvers, members, requests } = collections;
  const visibility = { services, grants, serviceLinks, users };
  const dependencies = {
    ...given,
    ...visibility,
    organisations,
    approvers,
    members,
    requests,
    people,
    userLists,
    admittedApprovers: createApproverAdmission(),
    visibleUser: (caller: { serviceId: string }, userId: string) => visibleUser(visibility, caller, userId),
    isRoleHeld: (serviceId: string, code: string) => isRoleHeld(grants, serviceId, code),
    referencesTo: (serviceId: string) => referencesToService(collections, serviceId),
  };
  return [
    readServiceRolesRoute(dependencies),
    readUserAccessRoute(dependencies),
    readUserOrganisationsRoute(dependencies),
    readUserOrganisationsV2Route(dependencies),
    readUserOrganisationServicesRoute(dependencies),
    readUsersRoute(dependencies),
    readUserChangesRoute(dependencies),
    readApproversRoute(dependencies),
    readOrganisationUsersRoute(dependencies),
    putServiceRoute(dependencies),
    deleteServiceRoute(dependencies),
    getServiceRoute(dependencies),
    listServicesRoute(dependencies),
    rotateServiceSecretRoute(dependencies),
    rotateClientSecretRoute(dependencies),
    putRoleRoute(dependencies),
    getRoleRoute(dependencies),
    listRolesRoute(dependencies),
    deleteRoleRoute(dependencies),
    putPolicyRoute(dependencies),
    getPolicyRoute(dependencies),
    listPoliciesRoute(dependencies),
    deletePolicyRoute(dependencies),
    putGrantRoute(dependencies),
    getGrantRoute(dependencies),
    listGrantsRoute(dependencies),
    deleteGrantRoute(dependencies),
    readPersonRoute(dependencies),
    readOwnServicesRoute(dependencies),
    searchOrganisationsRoute(dependencies),
    listMembersRoute(dependencies),
    listMembersForOperatorRoute(dependencies),
    readMemberRoute(dependencies),
    listMemberServicesRoute(dependencies),
    putMemberServiceRoute(dependencies),
    removeMemberServiceRoute(dependencies),
    listAvailableServicesRoute(dependencies),
    ...requestRoutes(dependencies),
    listReadModels(dependencies),
    readReadModel(dependencies),
    rebuildReadModel(dependencies),
    giveUpRebuild(dependencies),
  ];
}

/** The HTTP side of access. It never listens. */
export function createApp(dependencies: RouteDependencies & Omit<AppOptions, 'routes' | 'mounts'>) {
  const { credentials, log, health, metrics } = dependencies;
  return createHttpApp({ routes: accessRoutes(dependencies), credentials, log, health, metrics });
}
