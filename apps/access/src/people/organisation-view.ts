import {
  type OrganisationState,
  organisationCategories,
  organisationStatuses,
  type ProviderOrganisation,
  type UserOrganisation,
  type UserOrganisationV2,
} from '@gatehouse/contracts';

function nameIn(names: Readonly<Record<string, string>>, code: string | number): string | null {
  return Object.hasOwn(names, code) ? (names[code] ?? null) : null;
}

/** An organisation as every list of a user's organisations shows it. */
export function viewOrganisation(organisation: OrganisationState): UserOrganisation {
  const { id, name, category, status } = organisation;
  return {
    id,
    name,
    category: { id: category, name: nameIn(organisationCategories, category) },
    urn: organisation.urn ?? null,
    uid: organisation.uid ?? null,
    ukprn: organisation.ukprn ?? null,
    establishmentNumber: organisation.establishmentNumber ?? null,
    status: { id: status, name: nameIn(organisationStatuses, status) },
    closedOn: organisation.closedOn ?? null,
    address: organisation.address ?? null,
    telephone: organisation.telephone ?? null,
    statutoryLowAge: organisation.statutoryLowAge ?? null,
    statutoryHighAge: organisation.statutoryHighAge ?? null,
    legacyId: organisation.legacyId ?? null,
    companyRegistrationNumber: organisation.companyRegistrationNumber ?? null,
  };
}

/** What the registers of providers say of an organisation. */
export function viewProviderMembers(organisation: OrganisationState) {
  return {
    ProviderProfileID: organisation.ProviderProfileID ?? null,
    UPIN: organisation.upin ?? null,
    PIMSProviderType: organisation.PIMSProviderType ?? null,
    PIMSStatus: organisation.PIMSStatus ?? null,
    DistrictAdministrativeName: organisation.DistrictAdministrativeName ?? null,
    OpenedOn: organisation.OpenedOn ?? null,
    SourceSystem: organisation.SourceSystem ?? null,
    ProviderTypeName: organisation.providerTypeName ?? null,
    GIASProviderType: organisation.GIASProviderType ?? null,
    PIMSProviderTypeCode: organisation.PIMSProviderTypeCode ?? null,
  };
}

/** An organisation as a user's services and the approvers show it. */
export function viewProviderOrganisation(organisation: OrganisationState): ProviderOrganisation {
  return {
    ...viewOrganisation(organisation),
    ...viewProviderMembers(organisation),
  };
}

/** An organisation as the second version of the list shows it. */
export function viewOrganisationV2(organisation: OrganisationState): UserOrganisationV2 {
  return {
    ...viewOrganisation(organisation),
    upin: organisation.upin ?? null,
    DistrictAdministrativeCode: organisation.DistrictAdministrativeCode ?? null,
    DistrictAdministrative_code: organisation.DistrictAdministrativeCode ?? null,
    providerTypeName: organisation.providerTypeName ?? null,
    ProviderProfileID: organisation.ProviderProfileID ?? null,
    OpenedOn: organisation.OpenedOn ?? null,
    SourceSystem: organisation.SourceSystem ?? null,
    GIASProviderType: organisation.GIASProviderType ?? null,
    PIMSProviderType: organisation.PIMSProviderType ?? null,
    PIMSProviderTypeCode: organisation.PIMSProviderTypeCode ?? null,
    PIMSStatus: organisation.PIMSStatus ?? null,
    masteringCode: organisation.masteringCode ?? null,
    PIMSStatusName: organisation.PIMSStatusName ?? null,
    GIASStatus: organisation.GIASStatus ?? null,
    GIASStatusName: organisation.GIASStatusName ?? null,
    MasterProviderStatusCode: organisation.MasterProviderStatusCode ?? null,
    MasterProviderStatusName: organisation.MasterProviderStatusName ?? null,
    LegalName: organisation.LegalName ?? null,
  };
}
