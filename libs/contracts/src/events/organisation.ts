import { z } from 'zod';
import { calendarDate, instant, uuid } from '../primitives.ts';
import { organisationMembers } from '../resources/organisation-words.ts';

const text = z.string().optional();
const number = z.int().optional();

/** Optional members of an organisation: plain codes, absent where the organisation has none. */
export const organisationDetails = z.object(
  organisationMembers({
    type: text,
    urn: text,
    uid: text,
    upin: text,
    ukprn: text,
    establishmentNumber: text,
    companyRegistrationNumber: text,
    closedOn: calendarDate.optional(),
    address: text,
    telephone: text,
    statutoryLowAge: number,
    statutoryHighAge: number,
    phaseOfEducation: number,
    regionCode: text,
    legacyId: text,
    DistrictAdministrativeCode: text,
    DistrictAdministrativeName: text,
    providerTypeName: text,
    ProviderProfileID: text,
    OpenedOn: text,
    SourceSystem: text,
    GIASProviderType: text,
    PIMSProviderType: text,
    PIMSProviderTypeCode: number,
    PIMSStatus: text,
    PIMSStatusName: text,
    masteringCode: text,
    GIASStatus: number,
    GIASStatusName: text,
    MasterProviderStatusCode: number,
    MasterProviderStatusName: text,
    LegalName: text,
  }),
);
export type OrganisationDetails = z.output<typeof organisationDetails>;

/** One organisation's tie to another: its local authority, or the trust that it belongs to. */
export const association = z.object({
  type: z
    .enum(['LA', 'ACADEMY'])
    .describe('`LA`: its local authority. `ACADEMY`: the trust that it belongs to.'),
  organisationId: uuid.describe('The id of that organisation.'),
});

/**
 * A school, trust, local authority… One that was deleted stays as a tombstone: `removedAt` is there, its status is 9
 * ("Created in error", which is all that an older reader sees), its name is empty, and its identifiers are gone.
 */
export const organisationState = z.object({
  ...organisationMembers({ id: uuid, name: z.string(), category: z.string(), status: z.int() }),
  ...organisationDetails.shape,
  associations: z.array(association).describe('The organisations that this one is tied to.'),
  ...organisationMembers({ createdAt: instant, updatedAt: instant }),
  removedAt: instant
    .optional()
    .describe('Set once it was deleted, and absent again if it is made again under its id.'),
});
export type OrganisationState = z.output<typeof organisationState>;
