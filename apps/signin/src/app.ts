import { type Credentials, createApp as createHttpApp, type Route } from '@gatehouse/http';
import type { Health, Logger, Metrics } from '@gatehouse/runtime';
import type { Express } from 'express';

export interface AppDependencies {
  /** Loads the endpoints. */
  routes: () => Promise<readonly Route[]>;
  credentials: Credentials;
  health: Health;
  metrics: Metrics;
  log: Logger;
}

/** The HTTP side; it never listens. Endpoints are loaded by the first request for one: most processes never serve any. */
export function createApp(dependencies: AppDependencies): Express {
  return createHttpApp(dependencies);
}
