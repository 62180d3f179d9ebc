import { type BackendDependencies, type RunningApp, startBackend } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { createApp } from './app.ts';
import type { SigninConfig } from './config.ts';

/** Starts sign-in: the relay, what follows the log, and the HTTP side. */
export async function start(dependencies: BackendDependencies<SigninConfig>): Promise<RunningApp> {
  const { config, log, credentials } = dependencies;
  const settings = { name: 'signin', port: config.SIGNIN_PORT, topics: [topics.services] };
  return startBackend(settings, dependencies, async (service) => {
    const { metrics, health } = service;
    await service.followServices();
    async function routes() {
      const { routesOf } = await import('./routes.ts');
      return routesOf();
    }
    return createApp({ routes, credentials, health, metrics, log });
  });
}
