import { z } from 'zod';
import { organisationDetails } from '../events/organisation.ts';

const ORDER = 'By alphabet (capital letters before small ones), each once.';
const ALL = 'All names where it was just made.';

const ofOrganisation = ['category', 'name', 'status', ...organisationDetails.keyof().options] as const;

/** The names that `changed` may hold, as the operator's `PUT` of that entity has them, in the order in which they are listed. */
export const changedNames = {
  user: ['email', 'family_name', 'given_name', 'status'],
  membership: ['numericIdentifier', 'roleId', 'textIdentifier'],
  grant: ['identifiers', 'roles'],
  organisation: ofOrganisation.toSorted(),
} as const;

/** The `changed` of an event about such an entity. */
export function changedOf<const N extends readonly string[]>(what: string, names: N) {
  return z
    .array(z.enum(names))
    .describe(`Names of what changed of the ${what}, as the operator's \`PUT\` has them. ${ORDER} ${ALL}`);
}
