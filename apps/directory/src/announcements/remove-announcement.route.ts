import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import { removeAnnouncement } from './announcement.ts';
import type { Announcements } from './announcements.store.ts';

/** `DELETE /organisations/announcements/{messageId}`: withdraws an announcement of this client. */
export function removeAnnouncementRoute({
  announcements,
  clock,
}: {
  announcements: Announcements;
  clock: Clock;
}): Route {
  return route({
    method: 'delete',
    path: '/organisations/announcements/:messageId',
    access: 'own-service',
    operationId: 'deleteAnnouncement',
    summary: 'Withdraw an announcement',
    uuidParams: ['messageId'],
    async resolve({ params: { messageId }, caller }) {
      if (!(await announcements.isOf(messageId, caller.serviceId)))
        throw notFound('There is no such announcement');
    },
    responses: { 204: 'The announcement is withdrawn.' },
    async handle({ params: { messageId }, caller, actor, correlationId }) {
      const at = new Date(clock.now()).toISOString();
      const changed = await announcements.change(messageId, { actor, correlationId }, (current) => ({
        state: removeAnnouncement(current, caller.serviceId, at),
        result: undefined,
      }));
      if (changed.status !== 'changed') throw notFound('There is no such announcement');
      return { status: 204 };
    },
  });
}
