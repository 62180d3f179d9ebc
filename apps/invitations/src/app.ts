import { type Credentials, createApp as createHttpApp, type Route } from '@gatehouse/http';
import { assetsHandler, problemPages } from '@gatehouse/pages';
import {
  giveUpRebuild,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import type { Health, Metrics } from '@gatehouse/runtime';
import type { Express } from 'express';
import { createInvitationRoute } from './invitation/create-invitation.route.ts';
import { getInvitationRoute } from './listing/get-invitation.route.ts';
import { getOwnInvitationRoute } from './listing/get-own-invitation.route.ts';
import { listInvitationsRoute } from './listing/list-invitations.route.ts';
import { listOwnInvitationsRoute } from './listing/list-own-invitations.route.ts';
import { resendInvitationRoute } from './process/resend-invitation.route.ts';
import { resendOwnInvitationRoute } from './process/resend-own-invitation.route.ts';
import { revokeInvitationRoute } from './process/revoke-invitation.route.ts';
import { revokeOwnInvitationRoute } from './process/revoke-own-invitation.route.ts';
import { acceptRegistrationRoute } from './registration-pages/accept-registration.route.ts';
import { declineInvitationRoute, showDeclineRoute } from './registration-pages/decline-invitation.route.ts';
import { requestNewEmailRoute } from './registration-pages/request-new-email.route.ts';
import { plainPageRoutes, showRegistrationRoute } from './registration-pages/show-registration.route.ts';
import type { PagesDependencies } from './registration-pages/visit.ts';

export interface AppDependencies extends PagesDependencies {
  readModels: readonly RunningReadModel[];
  allowPrivateCallbacks: boolean;
  credentials: Credentials;
  health: Health;
  metrics: Metrics;
}

/** Every endpoint of this app: also what the documentation is made from. */
export function routesOf(dependencies: Omit<AppDependencies, 'credentials' | 'health' | 'metrics'>): Route[] {
  return [
    createInvitationRoute(dependencies),
    listOwnInvitationsRoute(dependencies),
    getOwnInvitationRoute(dependencies),
    resendOwnInvitationRoute(dependencies),
    revokeOwnInvitationRoute(dependencies),
    listInvitationsRoute(dependencies),
    getInvitationRoute(dependencies),
    resendInvitationRoute(dependencies),
    revokeInvitationRoute(dependencies),
    ...plainPageRoutes(dependencies),
    showRegistrationRoute(dependencies),
    acceptRegistrationRoute(dependencies),
    showDeclineRoute(dependencies),
    declineInvitationRoute(dependencies),
    requestNewEmailRoute(dependencies),
    readReadModel(dependencies),
    rebuildReadModel(dependencies),
    giveUpRebuild(dependencies),
  ];
}

/** The HTTP side; it never listens. */
export function createApp(dependencies: AppDependencies): Express {
  const { pages, credentials, health, metrics, log } = dependencies;
  return createHttpApp({
    routes: routesOf(dependencies),
    credentials,
    log,
    health,
    metrics,
    mounts: [{ path: '/assets', handler: assetsHandler(pages.site.assets) }],
    problemPage: problemPages(pages.site, pages.secure),
  });
}
