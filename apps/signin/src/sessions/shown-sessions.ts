import type { ShownSession } from '@gatehouse/contracts';
import { type PageRequest, pageOfList } from '@gatehouse/http';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { LiveSession, Sessions } from './open-sessions.ts';

export interface SessionRoutesDependencies {
  sessions: Sessions;
  services: Pick<ServiceRegistry, 'byId'>;
}

function shown(
  { state, lastUsedAt, browser }: LiveSession,
  services: Pick<ServiceRegistry, 'byId'>,
): ShownSession {
  const { id, startedAt, method } = state;
  return {
    ...{ id, startedAt, lastUsedAt: new Date(lastUsedAt).toISOString(), method, browser: browser ?? null },
    services: state.services.map(({ serviceId, firstAt }) => ({
      ...{ serviceId, name: services.byId(serviceId)?.name ?? null, firstAt },
    })),
  };
}

/** A page of a person's sessions, the last begun first. */
export async function pageOfSessions(
  { sessions, services }: SessionRoutesDependencies,
  userId: string,
  query: PageRequest,
) {
  const { records, members } = await pageOfList(query, await sessions.ofUser(userId));
  return { sessions: records.map((session) => shown(session, services)), ...members };
}
