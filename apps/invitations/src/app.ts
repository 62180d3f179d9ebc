import { type Credentials, createApp as createHttpApp, type Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import type { Health, Metrics } from '@gatehouse/runtime';
import express, { type Express, type RequestHandler } from 'express';
import type { Journey } from './journey/journey.ts';
import { mountAssets } from './pages/assets.ts';
import { acceptRegistration } from './routes/accept-registration.ts';
import { createInvitation } from './routes/create-invitation.ts';
import { getInvitation, listInvitations } from './routes/manage-invitations.ts';
import { requestNewEmail } from './routes/request-new-email.ts';
import { resendInvitation } from './routes/resend-invitation.ts';
import { revokeInvitation } from './routes/revoke-invitation.ts';
import { showRegistration, showWelcome } from './routes/show-registration.ts';

export interface AppDependencies {
  journey: Journey;
  readModels: readonly RunningReadModel[];
  allowPrivateCallbacks: boolean;
  credentials: Credentials;
  health: Health;
  metrics: Metrics;
}

/** Every endpoint of this app: also what the documentation is made from. */
export function routesOf({
  journey,
  readModels,
  allowPrivateCallbacks,
}: Pick<AppDependencies, 'journey' | 'readModels' | 'allowPrivateCallbacks'>): Route[] {
  return [
    createInvitation(journey, allowPrivateCallbacks),
    listInvitations(journey),
    getInvitation(journey),
    resendInvitation(journey),
    revokeInvitation(journey),
    showWelcome(),
    showRegistration(journey),
    acceptRegistration(journey),
    requestNewEmail(journey),
    readReadModel({ readModels }),
    rebuildReadModel({ readModels }),
    giveUpRebuild({ readModels }),
  ];
}

/** Assets have their whole path in their address. */
function assetsHandler(): RequestHandler {
  const assets = express();
  assets.disable('x-powered-by');
  mountAssets(assets);
  return (request, response, next) => {
    const { url } = request;
    request.url = request.originalUrl;
    assets(request, response, (error?: unknown) => {
      request.url = url;
      next(error);
    });
  };
}

/** The HTTP side; it never listens. */
export function createApp(dependencies: AppDependencies): Express {
  const { journey, credentials, health, metrics } = dependencies;
  return createHttpApp({
    routes: routesOf(dependencies),
    credentials,
    log: journey.log,
    health,
    metrics,
    mounts: [{ path: '/assets', handler: assetsHandler() }],
  });
}
