import { type Credentials, createApp as createHttpApp, type ProblemPage, type Route } from '@gatehouse/http';
import type { Health, Logger, Metrics } from '@gatehouse/runtime';
import type { Express } from 'express';

export interface AppDependencies {
  /** Loads the pages; undefined where none are served. */
  pages: (() => Promise<readonly Route[]>) | undefined;
  problemPage: ProblemPage;
  credentials: Credentials;
  health: Health;
  metrics: Metrics;
  log: Logger;
}

/** The HTTP side; it never listens. Pages are loaded by the first request for one: most processes never serve any. */
export function createApp({ pages, ...rest }: AppDependencies): Express {
  return createHttpApp({ ...rest, routes: pages ?? [] });
}
