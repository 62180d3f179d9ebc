import { buildEvent, type EndedSession, type LogoutMessage } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';

const origin = { correlationId: 'correlation-1', actor: 'operator' };
let version = Date.now();

/** The event of a session that is over, and its one logout token to be sent. */
export function endedSessionEvent(
  serviceId: string,
  url: string,
  { at = new Date().toISOString() }: { at?: string } = {},
) {
  const [sid, userId] = [newId(), newId()];
  const message: LogoutMessage = {
    ...{ id: newId(), kind: 'logout', at, correlationId: 'correlation-1' },
    ...{ serviceId, url, userId, sid },
  };
  const state: EndedSession = {
    ...{ id: sid, userId, status: 'ended', method: 'code', acr: 'urn:gatehouse:acr:1', amr: ['otp'] },
    ...{ services: [{ serviceId, firstAt: at }], startedAt: at, updatedAt: at },
    ...{ reason: 'signed-out', endedAt: at, messages: [message] },
  };
  const event = buildEvent('gatehouse.signin.session.v1', { version: ++version, state }, origin, Date.now());
  return { event, message };
}
