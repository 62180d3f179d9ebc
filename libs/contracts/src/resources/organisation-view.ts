import { organisationCategories, organisationStatuses } from '../code-lists.ts';
import type { OrganisationState } from '../events/organisation.ts';
import { orNull } from './or-null.ts';
import type { ProviderOrganisation } from './provider-organisation.ts';
import type { UserOrganisation, UserOrganisationV2 } from './user-organisations.ts';

function nameIn(names: Readonly<Record<string, string>>, code: string | number): string | null {
  return Object.hasOwn(names, code) ? (names[code] ?? null) : null;
}

const REGISTERED = [
  'urn',
  'uid',
  'ukprn',
  'establishmentNumber',
  'closedOn',
  'address',
  'telephone',
] as const;
const SCHOOL = ['statutoryLowAge', 'statutoryHighAge', 'legacyId', 'companyRegistrationNumber'] as const;
const PROVIDER_V2 = [
  ...(['upin', 'DistrictAdministrativeCode', 'providerTypeName', 'ProviderProfileID', 'OpenedOn'] as const),
  ...([
    'SourceSystem',
    'GIASProviderType',
    'PIMSProviderType',
    'PIMSProviderTypeCode',
    'PIMSStatus',
  ] as const),
  ...(['masteringCode', 'PIMSStatusName', 'GIASStatus', 'GIASStatusName'] as const),
  ...(['MasterProviderStatusCode', 'MasterProviderStatusName', 'LegalName'] as const),
] as const;

/** An organisation as every list of a user's organisations shows it. */
export function viewOrganisation(organisation: OrganisationState): UserOrganisation {
  const { id, name, category, status } = organisation;
  return {
    id,
    name,
    category: { id: category, name: nameIn(organisationCategories, category) },
    status: { id: status, name: nameIn(organisationStatuses, status) },
    ...orNull(organisation, ...REGISTERED, ...SCHOOL),
  };
}

/** What the registers of providers hold of an organisation. Written out: `GET /users` calls it for every record. */
export function viewProviderMembers(organisation: OrganisationState) {
  return {
    ProviderProfileID: organisation.ProviderProfileID ?? null,
    UPIN: organisation.upin ?? null,
    PIMSProviderType: organisation.PIMSProviderType ?? null,
    PIMSProviderTypeCode: organisation.PIMSProviderTypeCode ?? null,
    PIMSStatus: organisation.PIMSStatus ?? null,
    DistrictAdministrativeName: organisation.DistrictAdministrativeName ?? null,
    OpenedOn: organisation.OpenedOn ?? null,
    SourceSystem: organisation.SourceSystem ?? null,
    ProviderTypeName: organisation.providerTypeName ?? null,
    GIASProviderType: organisation.GIASProviderType ?? null,
  };
}

/** An organisation as a user's services and the approvers show it. */
export function viewProviderOrganisation(organisation: OrganisationState): ProviderOrganisation {
  return { ...viewOrganisation(organisation), ...viewProviderMembers(organisation) };
}

/** An organisation as the second version of the list shows it. */
export function viewOrganisationV2(organisation: OrganisationState): UserOrganisationV2 {
  return {
    ...viewOrganisation(organisation),
    ...orNull(organisation, ...PROVIDER_V2),
    DistrictAdministrative_code: organisation.DistrictAdministrativeCode ?? null,
  };
}
