import type { Published } from '@gatehouse/app-process';
import { type AppOptions, createApp, type Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  listReadModels,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import type { Logger, Sealer } from '@gatehouse/runtime';
import { createApproverAdmission } from './approvers/admitted-approvers.ts';
import { readApprovers } from './approvers/read-approvers.route.ts';
import type { Collections } from './collections.ts';
import { deleteGrant } from './grants/delete-grant.route.ts';
import { createGrantMaking } from './grants/make-grant.ts';
import { putGrant } from './grants/put-grant.route.ts';
import { listGrants, readGrant } from './grants/read-grants.route.ts';
import { readOrganisationUsers } from './grants/read-organisation-users.route.ts';
import { readUserAccess } from './grants/read-user-access.route.ts';
import { readUserOrganisationServices } from './grants/read-user-organisation-services.route.ts';
import type { SettleGrant } from './grants/reconcile-grants.ts';
import { referencesToService } from './grants/service-references.ts';
import { createVisibility } from './grants/visibility.ts';
import { readUserOrganisations, readUserOrganisationsV2 } from './people/read-user-organisations.route.ts';
import { createServiceWriter } from './services/change-service.ts';
import { deleteServicePolicy } from './services/delete-policy.route.ts';
import { deleteServiceRole } from './services/delete-role.route.ts';
import { deleteService } from './services/delete-service.route.ts';
import { putServicePolicy } from './services/put-policy.route.ts';
import { putServiceRole } from './services/put-role.route.ts';
import { putService } from './services/put-service.route.ts';
import { listServicePolicies, readServicePolicy } from './services/read-policies.route.ts';
import { listServiceRoles, readServiceRole } from './services/read-roles.route.ts';
import { readServiceRoles } from './services/read-service-roles.route.ts';
import { listServices, readService } from './services/read-services.route.ts';
import { postServiceSecret } from './services/rotate-service-secret.route.ts';
import { readUserChanges } from './user-list/read-user-changes.route.ts';
import { readUsers } from './user-list/read-users.route.ts';
import type { NoteWalk } from './user-list/walks.ts';

/** What the routes work with. */
export interface RouteParts {
  collections: Collections;
  sealer: Sealer;
  settle: SettleGrant;
  log: Logger;
  published: Published;
  noteWalk: NoteWalk;
  readModels: readonly RunningReadModel[];
  /** Waits until the copies of users hold all that the log has; false when that took longer. */
  usersReachEnd: (timeoutMs: number) => Promise<boolean>;
  /** The same for what is known of invitations. */
  invitationsReachEnd: (timeoutMs: number) => Promise<boolean>;
  /** The widest filter of the list of users. */
  usersWindowDays: number;
  now: () => number;
}

/** Every endpoint of access. */
export function accessRoutes(parts: RouteParts): Route[] {
  const { collections, sealer, settle, log, published, noteWalk, readModels, usersReachEnd, now } = parts;
  const { invitationsReachEnd } = parts;
  const { usersWindowDays: windowDays } = parts;
  const { services, grants, users, organisations } = collections;
  const admittedApprovers = createApproverAdmission();
  const visibility = createVisibility(collections);
  const writer = createServiceWriter({ services, now, published });
  const referencesTo = (serviceId: string) => referencesToService(collections, serviceId);
  const makeGrant = createGrantMaking({ services, users, grants, settle, published, now, log });
  return [
    readServiceRoles({ visibility }),
    readUserAccess({ visibility, grants }),
    readUserOrganisations({ visibility, organisations }),
    readUserOrganisationsV2({ visibility, organisations }),
    readUserOrganisationServices({ visibility, services, grants, organisations }),
    readUsers({ ...collections, visibility, noteWalk, windowDays, now }),
    readUserChanges({ ...collections, visibility, sealer, now }),
    readApprovers({ ...collections, visibility, admittedApprovers }),
    readOrganisationUsers({ visibility, grants, users, organisations }),
    putService({ services, writer, sealer, now }),
    deleteService({ services, writer, referencesTo, invitationsReachEnd, now }),
    readService({ services }),
    listServices({ services }),
    postServiceSecret({ services, writer, sealer, now }),
    putServiceRole({ services, writer, now }),
    readServiceRole({ services }),
    listServiceRoles({ services }),
    deleteServiceRole({ services, grants, writer, now }),
    putServicePolicy({ services, writer, now }),
    readServicePolicy({ services }),
    listServicePolicies({ services }),
    deleteServicePolicy({ services, writer, now }),
    putGrant({ services, users, organisations, usersReachEnd, makeGrant }),
    readGrant({ grants }),
    listGrants({ users, organisations, grants }),
    deleteGrant({ grants, now }),
    listReadModels({ readModels }),
    readReadModel({ readModels }),
    rebuildReadModel({ readModels }),
    giveUpRebuild({ readModels }),
  ];
}

/** The HTTP side of access. It never listens. */
export function createAccessApp(parts: RouteParts, options: Omit<AppOptions, 'routes'>) {
  return createApp({ ...options, routes: accessRoutes(parts) });
}
