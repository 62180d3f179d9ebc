import { isDeepStrictEqual } from 'node:util';
import type { OrganisationDetails, OrganisationState } from '@gatehouse/contracts';
import type { Put } from '../resources/put.domain.ts';

/** The highest age, in years, that an organisation may say it is for. */
export const AGE_MAX = 999;

/** Lists leave organisations of this status out. */
const CREATED_IN_ERROR = 9;

/** The properties of an organisation itself, without its associations and times. */
export type OrganisationProperties = Pick<OrganisationState, 'name' | 'category' | 'status'> &
  OrganisationDetails;

/** Some properties: a member that is present and undefined is removed, one that is absent is left alone. */
export type OrganisationChanges = Partial<{
  [M in keyof OrganisationProperties]: OrganisationProperties[M] | undefined;
}>;

type Associations = OrganisationState['associations'];

/** Members are present or absent, never undefined. */
function withoutUndefined<T extends object>(members: T): T {
  const present: Partial<T> = {};
  for (const name in members) if (members[name] !== undefined) present[name] = members[name];
  return present as T;
}

function outcomeOf(current: OrganisationState | undefined, next: OrganisationState): Put<OrganisationState> {
  if (current === undefined) return { outcome: 'created', state: next };
  const same = isDeepStrictEqual({ ...next, updatedAt: current.updatedAt }, current);
  return same ? { outcome: 'unchanged', state: current } : { outcome: 'replaced', state: next };
}

/** The organisation unless it was deleted, which is as if it had never been made. */
export function presentOrganisation(state: OrganisationState | undefined): OrganisationState | undefined {
  return state?.removedAt === undefined ? state : undefined;
}

/** The tombstone of a deleted organisation: only id and category stay, so that its versions go on. */
export function removeOrganisation(
  { id, category, createdAt }: OrganisationState,
  at: string,
): OrganisationState {
  const empty = { name: '', status: CREATED_IN_ERROR, associations: [] };
  return { id, category, ...empty, createdAt, updatedAt: at, removedAt: at };
}

/** Makes the organisation, or replaces all of its properties; its associations stay. */
export function putOrganisation(
  stored: OrganisationState | undefined,
  id: string,
  properties: OrganisationProperties,
  at: string,
): Put<OrganisationState> {
  const current = presentOrganisation(stored);
  const { associations = [], createdAt = at } = current ?? {};
  return outcomeOf(current, { ...withoutUndefined(properties), id, associations, createdAt, updatedAt: at });
}

/** Makes the organisation from a register's row, or reconciles it with the row. What the register does not say stays. */
export function reconcileOrganisation(
  current: OrganisationState | undefined,
  id: string,
  changes: OrganisationChanges & Pick<OrganisationProperties, 'name' | 'category' | 'status'>,
  associations: Associations,
  at: string,
): Put<OrganisationState> {
  const { createdAt = at } = current ?? {};
  return outcomeOf(
    current,
    withoutUndefined({ ...current, ...changes, id, associations, createdAt, updatedAt: at }),
  );
}

/**
 * The associations with the trusts that a register names, and of its others those that `stays` selects. Their order is
 * kept.
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
  const known = new Set(trustsOf(kept));
  const made = trustIds.filter((id) => !known.has(id));
  return [...kept, ...made.map((organisationId) => ({ type: 'ACADEMY' as const, organisationId }))];
}

/** The ids of the associated trusts. */
export function trustsOf(associations: Associations): string[] {
  return associations.filter(({ type }) => type === 'ACADEMY').map(({ organisationId }) => organisationId);
}

/** The id of the associated local authority. */
export function authorityOf(associations: Associations): string | undefined {
  return associations.find(({ type }) => type === 'LA')?.organisationId;
}

/** The organisation with other associations, and nothing else changed. */
export function setAssociations(
  current: OrganisationState,
  associations: Associations,
  at: string,
): Put<OrganisationState> {
  return outcomeOf(current, { ...current, associations, updatedAt: at });
}

/** The associations with another local authority, or (undefined) with none. */
export function withAuthority(associations: Associations, authorityId: string | undefined): Associations {
  const others = associations.filter((association) => association.type !== 'LA');
  return authorityId === undefined ? others : [{ type: 'LA', organisationId: authorityId }, ...others];
}
