import {
  calendarDate,
  establishmentTypes,
  type OrganisationState,
  organisationCategories,
  organisationDetails,
  organisationMembers,
  organisationStatuses,
  phasesOfEducation,
  regions,
  uuid,
} from '@gatehouse/contracts';
import { z } from 'zod';
import { filledText, identifier, text } from '../records/fields.ts';
import { AGE_MAX, type OrganisationFacts } from './organisation.ts';

const ADDRESS_MAX = 1_000;
const NUMBER_MAX = 999_999_999;

function codesOf<L extends Record<string, string>>(list: L): z.ZodEnum<{ [C in keyof L & string]: C }> {
  return z.enum(Object.keys(list) as (keyof L & string)[]) as never;
}

function numbersOf(list: Readonly<Record<number, string>>) {
  return z.literal(Object.keys(list).map(Number));
}

const age = z.int().min(0).max(AGE_MAX);
const number = z.int().min(0).max(NUMBER_MAX);

/** An organisation as the operator writes it: plain codes; what is left out is not held. */
export const organisationBody = z
  .strictObject(
    organisationMembers({
      name: filledText(),
      category: codesOf(organisationCategories),
      status: numbersOf(organisationStatuses),
      type: codesOf(establishmentTypes).optional(),
      urn: identifier.optional(),
      uid: identifier.optional(),
      upin: identifier.optional(),
      ukprn: identifier.optional(),
      establishmentNumber: identifier.optional(),
      companyRegistrationNumber: identifier.optional(),
      closedOn: z.iso.date({ error: 'should be a calendar date, YYYY-MM-DD' }).pipe(calendarDate).optional(),
      address: text(ADDRESS_MAX).optional(),
      telephone: text().optional(),
      statutoryLowAge: age.optional(),
      statutoryHighAge: age.optional(),
      phaseOfEducation: numbersOf(phasesOfEducation).optional(),
      regionCode: codesOf(regions).optional(),
      legacyId: identifier.optional(),
      DistrictAdministrativeCode: text().optional(),
      DistrictAdministrativeName: text().optional(),
      providerTypeName: text().optional(),
      ProviderProfileID: text().optional(),
      OpenedOn: text().optional(),
      SourceSystem: text().optional(),
      GIASProviderType: text().optional(),
      PIMSProviderType: text().optional(),
      PIMSProviderTypeCode: number.optional(),
      PIMSStatus: text().optional(),
      PIMSStatusName: text().optional(),
      masteringCode: text().optional(),
      GIASStatus: number.optional(),
      GIASStatusName: text().optional(),
      MasterProviderStatusCode: number.optional(),
      MasterProviderStatusName: text().optional(),
      LegalName: text().optional(),
    }),
  )
  .meta({
    id: 'OrganisationBody',
    description: 'An organisation as it is put, in plain codes; what is left out it does not have.',
  }) satisfies z.ZodType<OrganisationFacts>;

/** An organisation as the operator is shown it: the members of the body that are held, and its id. */
export const organisationResource = z
  .object(
    organisationMembers({
      id: uuid,
      name: z.string(),
      category: z.string(),
      status: z.int(),
      ...organisationDetails.shape,
    }),
  )
  .meta({ id: 'Organisation', description: 'An organisation in plain codes; what is not held is left out.' });

/** The organisation in the operator's words: the resource's schema leaves out what is not for them. */
export function organisationResourceOf(state: OrganisationState): z.input<typeof organisationResource> {
  return state;
}
