import { z } from 'zod';
import { pageOf } from './paged.ts';

/** A user's grant in an organisation as the operator manages it; `id` is the service's. */
export const managedGrant = z
  .object({
    id: z.string(),
    roles: z.array(z.string()),
    identifiers: z.array(z.object({ key: z.string(), value: z.string() })),
  })
  .meta({
    id: 'Grant',
    description: "A user's grant to a service for an organisation; `id` is the service's.",
  });
export type ManagedGrant = z.output<typeof managedGrant>;

/** A user's grants in one organisation. */
export const managedGrantsPage = pageOf('services', managedGrant);
