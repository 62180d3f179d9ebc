import { hiddenOrganisationStatuses } from './code-lists.ts';
import type { ServiceState } from './events/service.ts';

/** The role of those who manage an organisation's people. */
export const APPROVER_ROLE = 10_000;

/** In an organisation of another status nobody is added and nothing is raised; people can still be removed, and leave. */
const OPEN: ReadonlySet<number> = new Set([1, 3, 4]);

/** Whether people can be added to an organisation of this status, and their rights raised. */
export function isOpenToPeople({ status }: { status: number }): boolean {
  return OPEN.has(status);
}

/** Whether people may know that an organisation of this status exists. */
export function isKnownToPeople({ status }: { status: number }): boolean {
  return !hiddenOrganisationStatuses.has(status);
}

/** How somebody manages an organisation's people: as approver by their own membership, or as supporter. */
export type ManagesAs = 'approver' | 'supporter';

/** What a person is to an organisation: their role there, where they are a member, and whether they act as supporter. */
export interface Standing {
  roleId: number | undefined;
  isSupporter: boolean;
}

/** How a person manages the organisation's people; undefined where they may not. A membership comes before the scope. */
export function managesAs({ roleId, isSupporter }: Standing): ManagesAs | undefined {
  if (roleId === APPROVER_ROLE) return 'approver';
  return isSupporter ? 'supporter' : undefined;
}

/** Whether approvers and supporters neither see nor grant a service: its operator keeps it to themselves, or it is the platform's own. */
export function isHiddenFromApprovers({
  builtIn,
  params,
}: Pick<ServiceState, 'builtIn' | 'params'>): boolean {
  return builtIn === true || params.hiddenFromApprovers === 'true';
}
