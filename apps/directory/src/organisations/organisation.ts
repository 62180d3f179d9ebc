import { isDeepStrictEqual } from 'node:util';
import type { OrganisationDetails, OrganisationState } from '@gatehouse/contracts';
import type { Put } from '../records/put.ts';

/** The highest age, in years, that an organisation may say it is for. */
export const AGE_MAX = 999;

/** The status that lists leave out, for releases that do not know of deletions. */
const CREATED_IN_ERROR = 9;

/** All that is said of an organisation itself; ties to others and times apart. */
export type OrganisationFacts = Pick<OrganisationState, 'name' | 'category' | 'status'> & OrganisationDetails;

/** Some facts: a member that is there and undefined is to be taken out, one that is not there is left alone. */
export type OrganisationChanges = Partial<{
  [M in keyof OrganisationFacts]: OrganisationFacts[M] | undefined;
}>;

type Associations = OrganisationState['associations'];

/** A member is present or absent, never undefined. */
function held<T extends object>(members: T): T {
  const present: Partial<T> = {};
  for (const name in members) if (members[name] !== undefined) present[name] = members[name];
  return present as T;
}

function settle(current: OrganisationState | undefined, next: OrganisationState): Put<OrganisationState> {
  if (current === undefined) return { outcome: 'created', state: next };
  const same = isDeepStrictEqual({ ...next, updatedAt: current.updatedAt }, current);
  return same ? { outcome: 'unchanged', state: current } : { outcome: 'replaced', state: next };
}

/** The organisation as it is there; a deleted one is as one that was never made. */
export function presentOrganisation(state: OrganisationState | undefined): OrganisationState | undefined {
  return state?.removedAt === undefined ? state : undefined;
}

/** A deleted organisation: nothing is left of it but its id and category, so that its versions go on. */
export function removeOrganisation(
  { id, category, createdAt }: OrganisationState,
  at: string,
): OrganisationState {
  const empty = { name: '', status: CREATED_IN_ERROR, associations: [] };
  return { id, category, ...empty, createdAt, updatedAt: at, removedAt: at };
}

/** Makes the organisation, or replaces all that is said of it; its ties stay. */
export function putOrganisation(
  stored: OrganisationState | undefined,
  id: string,
  facts: OrganisationFacts,
  at: string,
): Put<OrganisationState> {
  const current = presentOrganisation(stored);
  const { associations = [], createdAt = at } = current ?? {};
  return settle(current, { ...held(facts), id, associations, createdAt, updatedAt: at });
}

/** Makes the organisation from what a register says of it, or brings it in line; what the register is silent on stays. */
export function reconcileOrganisation(
  current: OrganisationState | undefined,
  id: string,
  changes: OrganisationChanges & Pick<OrganisationFacts, 'name' | 'category' | 'status'>,
  associations: Associations,
  at: string,
): Put<OrganisationState> {
  const { createdAt = at } = current ?? {};
  return settle(current, held({ ...current, ...changes, id, associations, createdAt, updatedAt: at }));
}

/**
 * The ties with trusts brought to those of a register: what it names is held, and of others only those that `stays`
 * says. What was held keeps its place.
 */
export function withTrusts(
  associations: Associations,
  trustIds: readonly string[],
  stays: (trustId: string) => boolean,
): Associations {
  const kept = associations.filter(
    ({ type, organisationId }) =>
      type !== 'ACADEMY' || trustIds.includes(organisationId) || stays(organisationId),
  );
  const held = new Set(trustsOf(kept));
  const made = trustIds.filter((id) => !held.has(id));
  return [...kept, ...made.map((organisationId) => ({ type: 'ACADEMY' as const, organisationId }))];
}

/** The trusts that ties lead to, by their ids. */
export function trustsOf(associations: Associations): string[] {
  return associations.filter(({ type }) => type === 'ACADEMY').map(({ organisationId }) => organisationId);
}

/** The local authority that ties lead to, by its id. */
export function authorityOf(associations: Associations): string | undefined {
  return associations.find(({ type }) => type === 'LA')?.organisationId;
}

/** The organisation with other ties, and nothing else changed. */
export function tieOrganisation(
  current: OrganisationState,
  associations: Associations,
  at: string,
): Put<OrganisationState> {
  return settle(current, { ...current, associations, updatedAt: at });
}

/** The ties with the local authority replaced: by another, or (undefined) by none. */
export function withAuthority(associations: Associations, authorityId: string | undefined): Associations {
  const others = associations.filter((association) => association.type !== 'LA');
  return authorityId === undefined ? others : [{ type: 'LA', organisationId: authorityId }, ...others];
}
