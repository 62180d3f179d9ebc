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
import { createInvitation } from './invitation/create-invitation.route.ts';
import { getInvitation, listInvitations } from './invitation/manage-invitations.route.ts';
import type { Journey } from './process/dependencies.ts';
import { resendInvitation } from './process/resend-invitation.route.ts';
import { revokeInvitation } from './process/revoke-invitation.route.ts';
import { acceptRegistration } from './registration-pages/accept-registration.route.ts';
import { declineInvitation, showDecline } from './registration-pages/decline-invitation.route.ts';
import type { Pages } from './registration-pages/render.ts';
import { requestNewEmail } from './registration-pages/request-new-email.route.ts';
import { plainPages, showRegistration } from './registration-pages/show-registration.route.ts';

export interface AppDependencies {
  journey: Journey;
  pages: Pages;
  readModels: readonly RunningReadModel[];
  allowPrivateCallbacks: boolean;
  credentials: Credentials;
  health: Health;
  metrics: Metrics;
}

/** Every endpoint of this app: also what the documentation is made from. */
export function routesOf({
  journey,
  pages,
  readModels,
  allowPrivateCallbacks,
}: Pick<AppDependencies, 'journey' | 'pages' | 'readModels' | 'allowPrivateCallbacks'>): Route[] {
  return [
    createInvitation(journey, allowPrivateCallbacks),
    listInvitations(journey),
    getInvitation(journey),
    resendInvitation(journey),
    revokeInvitation(journey),
    ...plainPages(pages),
    showRegistration(journey, pages),
    acceptRegistration(journey, pages),
    showDecline(journey, pages),
    declineInvitation(journey, pages),
    requestNewEmail(journey, pages),
    readReadModel({ readModels }),
    rebuildReadModel({ readModels }),
    giveUpRebuild({ readModels }),
  ];
}

/** The HTTP side; it never listens. */
export function createApp(dependencies: AppDependencies): Express {
  const { journey, pages, credentials, health, metrics } = dependencies;
  return createHttpApp({
    routes: routesOf(dependencies),
    credentials,
    log: journey.log,
    health,
    metrics,
    mounts: [{ path: '/assets', handler: assetsHandler(pages.site.assets) }],
    problemPage: problemPages(pages.site, pages.secure),
  });
}
