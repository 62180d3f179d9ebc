import { audienceOfAny, type LookUpService } from '@gatehouse/contracts';
import type { ChangeEvent } from '../notices/change-events.domain.ts';

/** What ties a person to services, beside those that see all users. */
export interface PersonTies {
  /** Grants that the person held before the change. */
  grants: readonly { serviceId: string; organisationId: string }[];
  /** Services that invited the person. */
  invitedBy: readonly string[];
}

export interface PersonAudience {
  serviceOf: LookUpService;
  /** Services that see all users, and are not disabled. */
  seeingAll: readonly string[];
  /** Whether the API leaves an organisation out because of its status. */
  isHidden: (organisationId: string) => boolean;
}

/** Who is told of an event about a user or a membership: those to whom the person is shown. */
export function audienceOfPerson(
  { data }: ChangeEvent,
  { grants, invitedBy }: PersonTies,
  { serviceOf, seeingAll, isHidden }: PersonAudience,
): string[] {
  const hidden =
    'organisationId' in data && data.organisationId !== null && isHidden(data.organisationId)
      ? data.organisationId
      : undefined;
  if (hidden !== undefined) {
    const there = grants.filter(({ organisationId }) => organisationId === hidden);
    return audienceOfAny(
      there.map(({ serviceId }) => serviceId),
      serviceOf,
    );
  }
  const tied = [...grants.map(({ serviceId }) => serviceId), ...invitedBy];
  return [...new Set([...audienceOfAny(tied, serviceOf), ...seeingAll])].sort();
}
