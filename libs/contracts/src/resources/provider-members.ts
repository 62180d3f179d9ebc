import { z } from 'zod';
import { organisationMembers } from './organisation-words.ts';

const text = z.string().nullable();

/** What the registers of providers say of an organisation, in the names that clients know. */
export const providerMembers = organisationMembers({
  ProviderProfileID: text,
  UPIN: text,
  PIMSProviderType: text,
  PIMSStatus: text,
  DistrictAdministrativeName: text,
  OpenedOn: text,
  SourceSystem: text,
  ProviderTypeName: text,
  GIASProviderType: text,
  PIMSProviderTypeCode: z.int().nullable(),
});
