import { z } from 'zod';
import { pageOf } from './paged.ts';

/** A service as the operator manages it; members that it does not have are left out. */
export const managedService = z
  .object({
    id: z.string(),
    clientId: z.string(),
    name: z.string(),
    description: z.string().optional(),
    redirectUris: z.array(z.string()),
    parentId: z.string().optional(),
    params: z.record(z.string(), z.string()),
    status: z.literal([0, 1]),
  })
  .meta({ id: 'Service', description: 'A service; members that it does not have are left out.' });
export type ManagedService = z.output<typeof managedService>;

/** A service that was just made, with its API secret: the only time that this one is shown. */
export const madeService = managedService.extend({ apiSecret: z.string() }).meta({
  id: 'MadeService',
  description: 'A service that was just made, with its API secret: shown this once.',
});

/** A rotation's answer: the new API secret, the base64 text of 32 random bytes. */
export const rotatedSecret = z
  .object({ apiSecret: z.string() })
  .meta({ id: 'ApiSecret', description: 'A new API secret: shown this once.' });

export const managedServicesPage = pageOf('services', managedService);
