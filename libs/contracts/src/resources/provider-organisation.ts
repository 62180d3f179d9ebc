import { z } from 'zod';
import { userOrganisation } from './user-organisations.ts';

const text = z.string().nullable();

/** An organisation with what the registers of providers say of it, as users' services and approvers show it. */
export const providerOrganisation = userOrganisation.extend({
  ProviderProfileID: text,
  UPIN: text,
  PIMSProviderType: text,
  PIMSStatus: text,
  DistrictAdministrativeName: text,
  OpenedOn: text,
  SourceSystem: text,
  ProviderTypeName: text,
  GIASProviderType: text,
  PIMSProviderTypeCode: z.number().nullable(),
});
export type ProviderOrganisation = z.output<typeof providerOrganisation>;
