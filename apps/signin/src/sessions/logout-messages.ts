import type { ActiveSession, Message, Origin } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';

/** A logout token for each service of the session that takes them. Ids are made from the session's: an end is told once. */
export function logoutMessages(
  session: ActiveSession,
  at: number,
  { correlationId }: Pick<Origin, 'correlationId'>,
  logoutUriOf: (serviceId: string) => string | undefined,
): Message[] {
  return session.services.flatMap(({ serviceId }) => {
    const url = logoutUriOf(serviceId);
    if (url === undefined) return [];
    return {
      ...{ id: idFrom('logout', session.id, serviceId), kind: 'logout' as const },
      ...{ at: new Date(at).toISOString(), correlationId, serviceId, url },
      ...{ userId: session.userId, sid: session.id },
    };
  });
}
