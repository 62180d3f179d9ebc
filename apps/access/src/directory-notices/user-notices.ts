import { type EventOf, hiddenOrganisationStatuses, originOf, type UserState } from '@gatehouse/contracts';
import type { EventsOf } from '@gatehouse/entities';
import { getAll } from '@gatehouse/store';
import type { Grants } from '../grants/grants.store.ts';
import type { ServiceLinks } from '../grants/service-links.store.ts';
import type { ChangeEvent, ToldEvent } from '../notices/change-events.domain.ts';
import { noticeOf } from '../notices/publish-notice.ts';
import { readSeeingAll, readServices } from '../notices/read-services.ts';
import type { Organisations } from '../people/organisations.store.ts';
import type { Services } from '../services/services.store.ts';
import { audienceOfPerson, type PersonAudience, type PersonTies } from './person-audience.domain.ts';
import { readTies } from './read-ties.ts';
import { changesOfUser, type UserChanges } from './user-changes.domain.ts';
import { withinRoom } from './within-room.domain.ts';

export interface UserNoticesDependencies {
  services: Services;
  grants: Grants;
  serviceLinks: ServiceLinks;
  /** Those of the generation whose users change. */
  organisations: Organisations;
  now: () => number;
}

type UserEvent = EventOf<'gatehouse.directory.user.v1'>;

const NO_TIES: PersonTies = { grants: [], invitedBy: [] };

function organisationsIn(events: readonly ChangeEvent[]): string[] {
  return events.flatMap(({ data }) =>
    'organisationId' in data && data.organisationId !== null ? [data.organisationId] : [],
  );
}

async function hiddenAmong(organisations: Organisations, ids: readonly string[]) {
  const found = ids.length === 0 ? new Map() : await getAll(organisations, ids);
  return (id: string) => {
    const state = found.get(id)?.state;
    return state !== undefined && hiddenOrganisationStatuses.has(state.status);
  };
}

function toldOf({ ofKnown, ofNew }: UserChanges, ties: PersonTies, audience: PersonAudience): ToldEvent[] {
  const told = (of: PersonTies) => (event: ChangeEvent) => ({
    event,
    serviceIds: audienceOfPerson(event, of, audience),
  });
  return [...ofKnown.map(told(ties)), ...ofNew.map(told(NO_TIES))];
}

/**
 * What services are told of some changes of users, published with the writes of their projections. All that it needs is
 * read once for all of them, and nothing where there is nothing to tell.
 */
export function userNotices(
  { services, grants, serviceLinks, organisations, now }: UserNoticesDependencies,
  events: ReadonlyMap<string, UserEvent>,
): EventsOf<UserState> {
  return async (written) => {
    const changes = written.map(({ previous, next: { entityVersion: version, state } }) => ({
      ...{ id: state.id, version },
      ...changesOfUser(previous?.state, { version, state }),
    }));
    const told = changes.filter(({ ofKnown, ofNew }) => ofKnown.length + ofNew.length > 0);
    if (told.length === 0) return [];
    const known = told.filter(({ ofKnown }) => ofKnown.length > 0);
    const [tiesOf, seeingAll, isHidden] = await Promise.all([
      readTies({ grants, serviceLinks }, known),
      readSeeingAll(services),
      hiddenAmong(
        organisations,
        told.flatMap(({ ofKnown, ofNew }) => organisationsIn([...ofKnown, ...ofNew])),
      ),
    ]);
    const serviceOf = await readServices(services, tiesOf.serviceIds);
    const audience = { serviceOf, seeingAll, isHidden };
    return changes.map((change) => {
      const event = events.get(change.id);
      if (event === undefined) return [];
      const { id, version } = change;
      const messages = withinRoom(id, version, toldOf(change, tiesOf(id), audience));
      const of = { id, version, subjectId: id, at: event.time, origin: originOf(event) };
      return noticeOf(of, messages, now());
    });
  };
}
