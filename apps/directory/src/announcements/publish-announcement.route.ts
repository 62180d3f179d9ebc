import { announcement, type PublishedAnnouncement } from '@gatehouse/contracts';
import { invalidRequest, notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import { z } from 'zod';
import type { Organisations } from '../organisations/organisations.store.ts';
import { decisionOf } from '../resources/put.domain.ts';
import { publishAnnouncement } from './announcement.ts';
import { announcementRequest, type NamedOrganisation, readAnnouncement } from './announcement-request.ts';
import type { Announcements } from './announcements.store.ts';

/** Any object passes, so that the faults of values and of the organisation are reported together. */
const body = z.union([announcementRequest, z.looseObject({})]);

type Published = ReturnType<typeof publishAnnouncement>;

function resourceOf({ id, ...state }: PublishedAnnouncement): z.input<typeof announcement> {
  return { messageId: id, ...state };
}

/**
 * `POST /organisations/announcements`: publishes a message to the people of an organisation, or replaces the one that
 * this client published under the same id (202 both). 404 where the id belongs to another client.
 */
export function publishAnnouncementRoute({
  announcements,
  organisations,
  clock,
}: {
  announcements: Announcements;
  organisations: Organisations;
  clock: Clock;
}): Route {
  async function idOf({ by, value }: NamedOrganisation): Promise<string | undefined> {
    const [found] = await organisations.having(by, [value]);
    return found?.state.id;
  }

  return route({
    method: 'post',
    path: '/organisations/announcements',
    access: 'own-service',
    operationId: 'publishAnnouncement',
    summary: 'Publish an announcement to an organisation, or replace it',
    described: {
      body: announcementRequest,
      refusals: { 'not-found': 'The announcement with this messageId belongs to another client.' },
    },
    body,
    errorsAlsoAs: 'reasons',
    responses: { 202: announcement },
    async handle({ body: given, caller, actor, correlationId }) {
      const { faults, named, content } = readAnnouncement(given);
      const organisationId = named && (await idOf(named));
      const unknown = named !== undefined && organisationId === undefined;
      if (unknown) faults.push('organisation does not exist');
      if (content === undefined || organisationId === undefined) throw invalidRequest(faults);
      const at = new Date(clock.now()).toISOString();
      const announcementOf = { id: content.id, serviceId: caller.serviceId };
      const origin = { actor, correlationId };
      const { result } = await announcements.change<Published>(content.id, origin, (current) => {
        const put = publishAnnouncement(current, announcementOf, { ...content.message, organisationId }, at);
        return put === 'not yours' ? { result: put } : decisionOf(put);
      });
      if (result === 'not yours')
        throw notFound('The announcement with this messageId belongs to another client');
      return { status: 202, body: resourceOf(result.state) };
    },
  });
}
