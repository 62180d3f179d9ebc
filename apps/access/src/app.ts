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
import { createApproverAdmission } from './approver-admission.ts';
import { createGrantMaking } from './grant-making.ts';
import type { SettleGrant } from './grant-settling.ts';
import type { NoteWalk } from './list-walks.ts';
import { deleteGrant } from './routes/delete-grant.ts';
import { deleteServicePolicy } from './routes/delete-policy.ts';
import { deleteServiceRole } from './routes/delete-role.ts';
import { deleteService } from './routes/delete-service.ts';
import { postServiceSecret } from './routes/post-service-secret.ts';
import { putGrant } from './routes/put-grant.ts';
import { putServicePolicy } from './routes/put-policy.ts';
import { putServiceRole } from './routes/put-role.ts';
import { putService } from './routes/put-service.ts';
import { readApprovers } from './routes/read-approvers.ts';
import { listGrants, readGrant } from './routes/read-grants.ts';
import { readOrganisationUsers } from './routes/read-organisation-users.ts';
import { listServicePolicies, readServicePolicy } from './routes/read-policies.ts';
import { listServiceRoles, readServiceRole } from './routes/read-roles.ts';
import { readServiceRoles } from './routes/read-service-roles.ts';
import { listServices, readService } from './routes/read-services.ts';
import { readUserAccess } from './routes/read-user-access.ts';
import { readUserChanges } from './routes/read-user-changes.ts';
import { readUserOrganisationServices } from './routes/read-user-organisation-services.ts';
import { readUserOrganisations, readUserOrganisationsV2 } from './routes/read-user-organisations.ts';
import { readUsers } from './routes/read-users.ts';
import { referencesToService } from './service-references.ts';
import { createServiceWriter } from './service-writer.ts';
import type { Collections } from './stores/collections.ts';
import { createVisibility } from './visibility.ts';

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
