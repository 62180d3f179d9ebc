import { z } from 'zod';
import { categoryWords, organisationMembers, statusWords } from './organisation-words.ts';

const text = z.string().nullable();
const number = z.int().nullable();
const name = text.describe('The name of that code; `null` for a code that the platform does not know.');

const category = z
  .object({ id: z.string().describe(categoryWords), name })
  .meta({ id: 'OrganisationCategory', description: 'The category of an organisation: its code and name.' });
const status = z
  .object({ id: z.int().describe(statusWords), name })
  .meta({ id: 'OrganisationStatus', description: 'The status of an organisation: its code and name.' });

/** What every list of a user's organisations shows of one; null where the organisation does not have it. */
export const userOrganisation = z
  .object(
    organisationMembers({
      id: z.string(),
      name: z.string(),
      category,
      urn: text,
      uid: text,
      ukprn: text,
      establishmentNumber: text,
      status,
      closedOn: text,
      address: text,
      telephone: text,
      statutoryLowAge: number,
      statutoryHighAge: number,
      legacyId: text,
      companyRegistrationNumber: text,
    }),
  )
  .meta({
    id: 'UserOrganisation',
    description: 'An organisation of a user; null where it does not have a value.',
  });
export type UserOrganisation = z.output<typeof userOrganisation>;

/** GET /users/{id}/organisations. */
export const userOrganisations = z.array(userOrganisation).describe('The organisations of the user.');

/** An organisation in the second version of the list: with UPIN and what the registers of providers hold. */
export const userOrganisationV2 = userOrganisation
  .extend(
    organisationMembers({
      upin: text,
      DistrictAdministrativeCode: text.describe(
        'Code of the administrative district. Answers repeat it as `DistrictAdministrative_code`, for clients that read that name; it is left out here, since generators make one name of the two.',
      ),
      /** Repeats DistrictAdministrativeCode: clients read either. Generators make one name of the two. */
      DistrictAdministrative_code: text.meta({ undocumented: true }),
      providerTypeName: text,
      ProviderProfileID: text,
      OpenedOn: text,
      SourceSystem: text,
      GIASProviderType: text,
      PIMSProviderType: text,
      PIMSProviderTypeCode: number,
      PIMSStatus: text,
      masteringCode: text,
      PIMSStatusName: text,
      GIASStatus: number,
      GIASStatusName: text,
      MasterProviderStatusCode: number,
      MasterProviderStatusName: text,
      LegalName: text,
    }),
  )
  .meta({
    id: 'UserOrganisationV2',
    description: 'An organisation of a user, with what the registers of providers hold.',
  });
export type UserOrganisationV2 = z.output<typeof userOrganisationV2>;

/** GET /users/{id}/v2/organisations. */
export const userOrganisationsV2 = z.array(userOrganisationV2).describe('The organisations of the user.');
