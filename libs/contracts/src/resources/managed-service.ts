import { z } from 'zod';
import { serviceSignIn } from '../events/service.ts';
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
    builtIn: z.literal(true).optional().describe(serviceWords.builtIn),
    signIn: serviceSignIn
      .meta({ id: 'ServiceSignIn', description: 'How people sign in to a service.' })
      .optional()
      .describe(serviceWords.signIn),
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

/** A rotation's answer: the new client secret. */
export const rotatedClientSecret = z
  .object({
    clientSecret: z
      .string()
      .length(43)
      .describe(
        'The client secret: 43 characters. Shown this once; the platform keeps its SHA-256 digest alone.',
      ),
  })
  .meta({ id: 'ClientSecret', description: 'A new client secret: shown this once.' });

export const managedServicesPage = pageOf('services', managedService);
