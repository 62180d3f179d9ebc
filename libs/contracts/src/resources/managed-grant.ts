import { z } from 'zod';
import { identifier } from './identifier.ts';
import { pageOf } from './paged.ts';
import { roleWords } from './person-words.ts';

/** A user's grant in an organisation as the operator manages it; `id` is the service's. */
export const managedGrant = z
  .object({
    id: z.string().describe('The id of the service: a UUID in upper case.'),
    roles: z.array(z.string()).describe(roleWords.codes),
    identifiers: z.array(identifier).describe('What the service knows the user by in this organisation.'),
  })
  .meta({
    id: 'Grant',
    description: "A user's grant to a service for an organisation; `id` is the service's.",
  });
export type ManagedGrant = z.output<typeof managedGrant>;

/** A user's grants in one organisation. */
export const managedGrantsPage = pageOf('services', managedGrant, 'grants');
