import type { Health } from '@gatehouse/runtime';
import { z } from 'zod';
import { type Route, route } from './route.ts';

/** Where the gateway asks a service how it does. The gateway forwards no request to this path. */
export const OWN_HEALTH_PATH = '/internal/health';

const ownHealth = z.looseObject({ ready: z.boolean().describe('Whether the service is ready.') });

/** A service's part of the platform's health: whether it is ready, and its figures. For the gateway alone. */
export function ownHealthRoute(health: Health): Route {
  return route({
    method: 'get',
    path: OWN_HEALTH_PATH,
    access: 'operator',
    summary: 'How this service does',
    responses: { 200: ownHealth },
    async handle() {
      const [{ ready }, figures] = await Promise.all([health.ready(), health.figures()]);
      return { status: 200, body: { ...figures, ready } };
    },
  });
}
