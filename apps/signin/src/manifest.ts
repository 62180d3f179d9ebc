import type { BackendManifest } from '@gatehouse/app-process';
import type { SigninConfig } from './config.ts';

/** What the rest of the platform must know of sign-in. */
export const manifest = {
  name: 'signin',
  topics: [],
  collections: [],
  readModels: [],
  restorables: [],
  remembered: [],
  isNeverEmpty: false,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
} satisfies BackendManifest<SigninConfig>;
