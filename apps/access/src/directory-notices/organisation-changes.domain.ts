import { changedNames, type OrganisationState } from '@gatehouse/contracts';
import type { AtVersion, ChangeEvent } from '../notices/change-events.domain.ts';

/** What changed of an organisation between two states. Nobody has access in one that was just made, so nobody is told of it. */
export function changeOfOrganisation(
  previous: OrganisationState | undefined,
  { version, state }: AtVersion<OrganisationState>,
): ChangeEvent<'organisation.updated'> | undefined {
  if (previous === undefined) return undefined;
  const isNew = previous.removedAt !== undefined && state.removedAt === undefined;
  const changed = changedNames.organisation.filter((name) => isNew || previous[name] !== state[name]);
  if (changed.length === 0) return undefined;
  return { type: 'organisation.updated', data: { organisationId: state.id, changed, version } };
}
