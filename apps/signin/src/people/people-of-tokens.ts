import {
  builtInServices,
  hiddenOrganisationStatuses,
  isAdmitted,
  type OrganisationState,
  SUPPORT_ROLE,
  viewOrganisationV2,
} from '@gatehouse/contracts';
import type { RegisteredService } from '@gatehouse/service-registry';
import type { OrganisationChoice, PeoplePort } from '../provider/people-port.ts';
import type { People } from './people.read-model.ts';
import type { KnownUser } from './users.store.ts';

function choiceOf({ id, name, address, urn, ukprn }: OrganisationState): OrganisationChoice {
  // An address ends with town and postcode.
  const town = address
    ?.split(',')
    .map((part) => part.trim())
    .at(-2);
  return {
    ...{ id, name },
    ...(town !== undefined && { town }),
    ...(urn !== undefined && { urn }),
    ...(ukprn !== undefined && { ukprn }),
  };
}

const byName = new Intl.Collator('en');

/** What tokens say of people, from the projections as they are. */
export function peopleOfTokens({ users, organisations, grants }: People): PeoplePort {
  async function memberOrganisations({ memberships }: KnownUser): Promise<OrganisationState[]> {
    const found = await organisations.of(memberships.map(({ organisationId }) => organisationId));
    return found.filter(({ status }) => !hiddenOrganisationStatuses.has(status));
  }

  async function admits(service: RegisteredService, user: KnownUser, organisation: OrganisationState) {
    const membership = user.memberships.find(({ organisationId }) => organisationId === organisation.id);
    return (
      membership !== undefined &&
      isAdmitted({ service, organisation, user: { ...user, answered: [] }, membership })
    );
  }

  return {
    async person(userId) {
      const user = await users.get(userId);
      if (user === undefined) return undefined;
      const { id, status, email, givenName, familyName } = user;
      return { id, active: status === 1, email, givenName, familyName };
    },

    async choices(userId, service) {
      const user = await users.get(userId);
      if (user === undefined) return [];
      const mine = await memberOrganisations(user);
      const granted = new Set((await grants.ofUser(userId, service.id)).map((grant) => grant.organisationId));
      const offered =
        service.signIn?.organisations === 'member'
          ? await Promise.all(mine.map(async (each) => ((await admits(service, user, each)) ? [each] : [])))
          : mine.map((each) => (granted.has(each.id) ? [each] : []));
      return offered
        .flat()
        .map(choiceOf)
        .toSorted((a, b) => byName.compare(a.name, b.name) || byName.compare(a.id, b.id));
    },

    async organisation(userId, organisationId) {
      const user = await users.get(userId);
      const isMember = user?.memberships.some((membership) => membership.organisationId === organisationId);
      if (isMember !== true) return undefined;
      const [found] = await organisations.of([organisationId]);
      if (found === undefined || hiddenOrganisationStatuses.has(found.status)) return undefined;
      return viewOrganisationV2(found);
    },

    async roles(userId, serviceId, organisationId) {
      const held = await grants.ofUser(userId, serviceId);
      return held.find((grant) => grant.organisationId === organisationId)?.roles ?? [];
    },

    async isSupporter(userId) {
      const held = await grants.ofUser(userId, builtInServices.console.id);
      return held.some(({ roles }) => roles.includes(SUPPORT_ROLE));
    },
  };
}
