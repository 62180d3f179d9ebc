import type { z } from 'zod';
import { providerMembers } from './provider-members.ts';
import { userOrganisation } from './user-organisations.ts';

/** An organisation with what the registers of providers say of it, as users' services and approvers show it. */
export const providerOrganisation = userOrganisation.extend(providerMembers).meta({
  id: 'ProviderOrganisation',
  description:
    'An organisation with what the registers of providers say of it. What it does not have is `null`.',
});
export type ProviderOrganisation = z.output<typeof providerOrganisation>;
