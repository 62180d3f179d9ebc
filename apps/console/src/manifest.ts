import type { BackendManifest } from '@gatehouse/app-process';
import type { ConsoleConfig } from './config.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { endAllSessions, sessionsCollection } from './sessions/sessions.store.ts';
import { signInAttemptsCollection } from './sign-in/sign-in-attempts.store.ts';

/** What the rest of the platform must know of the console. */
export const manifest = {
  name: 'console',
  topics: [],
  collections: [sessionsCollection, signInAttemptsCollection],
  readModels: [],
  restorables: [],
  remembered: [],
  isNeverEmpty: false,
  // A session that was ended after the backup would be there again.
  afterRestore: endAllSessions,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies: ConsoleDependencies) => (await import('./start.ts')).start(dependencies),
} satisfies BackendManifest<ConsoleConfig>;
