import { type Credentials, createApp as createHttpApp, type Route } from '@gatehouse/http';
import type { Health, Logger, Metrics } from '@gatehouse/runtime';
import type { Express } from 'express';

export interface AppDependencies {
  /** What is loaded when it is first asked for. */
  routes: () => Promise<readonly Route[]>;
  /** Where problems are explained. */
  publicUrl: string;
  credentials: Credentials;
  health: Health;
  metrics: Metrics;
  log: Logger;
}

/** The HTTP side; it never listens. */
export function createApp(dependencies: AppDependencies): Express {
  return createHttpApp(dependencies);
}
