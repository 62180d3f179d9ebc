import { changedNames, type GrantState, type HeldGrant } from '@gatehouse/contracts';
import { type AtVersion, type ChangeEvent, namesChanged } from './change-events.domain.ts';

/** Texts that are equal where the values are; roles have no order. */
const MEMBER_OF_GRANT = {
  identifiers: ({ identifiers }: HeldGrant) => JSON.stringify(identifiers),
  roles: ({ roles }: HeldGrant) => JSON.stringify(roles.toSorted()),
} as const;

/** What changed of a grant itself between two states; what it repeats of its user and membership is none of it. */
export function changeOfGrant(
  previous: GrantState | undefined,
  { version, state }: AtVersion<GrantState>,
): ChangeEvent<'grant.changed' | 'grant.removed'> | undefined {
  const { userId, organisationId, serviceId } = state;
  const ids = { userId, organisationId, serviceId };
  const held = previous?.state === 'granted' ? previous : undefined;
  if (state.state === 'removed') {
    return held === undefined ? undefined : { type: 'grant.removed', data: { ...ids, version } };
  }
  const same = held?.approvedAt === state.approvedAt ? held : undefined;
  const changed = namesChanged(MEMBER_OF_GRANT, changedNames.grant, same, state);
  if (changed.length === 0) return undefined;
  return { type: 'grant.changed', data: { ...ids, changed, version } };
}
