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
import { filledText, identifier, text } from '../resources/fields.ts';
import { AGE_MAX, type OrganisationProperties } from './organisation.ts';

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

/** The body of an operator's request that makes or replaces an organisation: plain codes. A member left out is absent. */
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
    description:
      'The body that makes or replaces an organisation, in plain codes. A member left out is absent.',
  }) satisfies z.ZodType<OrganisationProperties>;

/** An organisation as operators see it: its id and the members of the body that it has. */
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
  .meta({
    id: 'Organisation',
    description: 'An organisation in plain codes. Members without a value are absent.',
  });

/** The resource that shows an organisation: its schema leaves out internal members. */
export function organisationResourceOf(state: OrganisationState): z.input<typeof organisationResource> {
  return state;
}
