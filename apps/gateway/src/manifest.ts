import type { AppManifest } from '@gatehouse/app-process';

export const manifest: AppManifest = {
  name: 'gateway',
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
};
