import { z } from 'zod';
import { pageOf } from './paged.ts';

/** What the members of a service mean, as it is put and as it is shown. */
export const serviceWords = {
  clientId:
    'The client id: the `iss` of the tokens that the service signs, and the `aud` of its callbacks. Unique without regard to letter case. It may change; the old one is unknown from then on.',
  name: 'The name of the service, as people see it in pages and emails.',
  description: 'What the service is for, as people see it.',
  redirectUris:
    'Addresses of the service to which people may be sent back. The `userRedirect` of an invitation must have the origin of one of them; without it a person goes on to the first.',
  parentId: 'The id of the service that this one is below. Its parent acts for it as for itself.',
  params:
    'Settings, as texts by name. `canViewAllUsers` `"true"`: the service is shown every user, not only those with access to it or invited by it. `canViewApproverReport` `"true"`: it may read `GET /users/approvers`. `requireTokenExpiry` `"true"`: its tokens are refused without `exp`. Other names are kept and mean nothing to the platform.',
  status:
    '1 active; 0 disabled: its tokens are refused (`Client is disabled`), and nobody can be invited to it.',
} as const;

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
