import type { GrantState } from '@gatehouse/contracts';

/** A grant as an event tells of it. */
export interface ToldGrant {
  state: GrantState;
  version: number;
}

/** Brings the list of a grant's service in line with the grant; false where it was already. */
export type ProjectGrant = (grant: ToldGrant) => Promise<boolean>;
