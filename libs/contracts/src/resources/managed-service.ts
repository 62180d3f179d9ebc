import { z } from 'zod';
import { pageOf } from './paged.ts';
import { serviceWords } from './service-words.ts';

const SECRET =
  'The API secret: the base64 text of 32 random bytes. Tokens are signed with the text as the key. Shown this once.';

/** A service as the operator manages it; members that it does not have are left out. */
export const managedService = z
  .object({
    id: z.string().describe('The id of the service: a UUID in upper case, which never changes.'),
    clientId: z.string().describe(serviceWords.clientId),
    name: z.string().describe(serviceWords.name),
    description: z.string().optional().describe(serviceWords.description),
    redirectUris: z.array(z.string()).describe(serviceWords.redirectUris),
    parentId: z.string().optional().describe(serviceWords.parentId),
    params: z.record(z.string(), z.string()).describe(serviceWords.params),
    status: z.literal([0, 1]).describe(serviceWords.status),
  })
  .meta({ id: 'Service', description: 'A service; members that it does not have are left out.' });
export type ManagedService = z.output<typeof managedService>;

/** A service that was just made, with its API secret: the only time that this one is shown. */
export const madeService = managedService.extend({ apiSecret: z.string().describe(SECRET) }).meta({
  id: 'MadeService',
  description: 'A service that was just made, with its API secret: shown this once.',
});

/** A rotation's answer: the new API secret, the base64 text of 32 random bytes. */
export const rotatedSecret = z
  .object({ apiSecret: z.string().describe(SECRET) })
  .meta({ id: 'ApiSecret', description: 'A new API secret: shown this once.' });

export const managedServicesPage = pageOf('services', managedService);
