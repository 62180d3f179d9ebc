import { audienceOfAny, type EventOf, type OrganisationState, originOf } from '@gatehouse/contracts';
import type { EventsOf } from '@gatehouse/entities';
import type { Grants } from '../grants/grants.store.ts';
import { servicesGrantedIn } from '../grants/services-granted-in.ts';
import { noticeOf } from '../notices/publish-notice.ts';
import { readServices } from '../notices/read-services.ts';
import type { Services } from '../services/services.store.ts';
import { changeOfOrganisation } from './organisation-changes.domain.ts';

export interface OrganisationNoticesDependencies {
  services: Services;
  grants: Grants;
  now: () => number;
}

type OrganisationEvent = EventOf<'gatehouse.directory.organisation.v1'>;

/**
 * What services are told of some changes of organisations, published with the writes of their projections: those to which
 * somebody has a grant there, and their parents.
 */
export function organisationNotices(
  { services, grants, now }: OrganisationNoticesDependencies,
  events: ReadonlyMap<string, OrganisationEvent>,
): EventsOf<OrganisationState> {
  return async (written) => {
    const changes = written.map(({ previous, next: { entityVersion: version, state } }) => ({
      ...{ id: state.id, version },
      change: changeOfOrganisation(previous?.state, { version, state }),
    }));
    const changed = changes.flatMap(({ id, change }) => (change === undefined ? [] : id));
    if (changed.length === 0) return [];
    const granted = await servicesGrantedIn(grants, changed);
    const serviceOf = await readServices(services, new Set([...granted.values()].flatMap((ids) => [...ids])));
    return changes.map(({ id, version, change }) => {
      const event = events.get(id);
      if (event === undefined || change === undefined) return [];
      const serviceIds = audienceOfAny(granted.get(id) ?? [], serviceOf);
      const of = { id, version, subjectId: id, at: event.time, origin: originOf(event) };
      return noticeOf(of, [{ event: change, serviceIds }], now());
    });
  };
}
