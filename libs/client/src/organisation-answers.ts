/** A code and its name; the name is null for a code that the platform does not know. */
export interface Coded<C> {
  id: C;
  name: string | null;
}

/** An organisation of a user. What it does not have is null. */
export interface UserOrganisation {
  id: string;
  name: string;
  category: Coded<string>;
  urn: string | null;
  uid: string | null;
  ukprn: string | null;
  establishmentNumber: string | null;
  status: Coded<number>;
  /** YYYY-MM-DD. */
  closedOn: string | null;
  address: string | null;
  telephone: string | null;
  statutoryLowAge: number | null;
  statutoryHighAge: number | null;
  legacyId: string | null;
  companyRegistrationNumber: string | null;
}

/** An organisation of a user with what the registers of providers say of it. */
export interface UserOrganisationV2 extends UserOrganisation {
  upin: string | null;
  DistrictAdministrativeCode: string | null;
  /** Repeats DistrictAdministrativeCode. */
  DistrictAdministrative_code: string | null;
  providerTypeName: string | null;
  ProviderProfileID: string | null;
  OpenedOn: string | null;
  SourceSystem: string | null;
  GIASProviderType: string | null;
  PIMSProviderType: string | null;
  PIMSProviderTypeCode: number | null;
  PIMSStatus: string | null;
  masteringCode: string | null;
  PIMSStatusName: string | null;
  GIASStatus: number | null;
  GIASStatusName: string | null;
  MasterProviderStatusCode: number | null;
  MasterProviderStatusName: string | null;
  LegalName: string | null;
}

/** An organisation beside a user's services, or an approver. */
export interface ProviderOrganisation extends UserOrganisation {
  ProviderProfileID: string | null;
  UPIN: string | null;
  PIMSProviderType: string | null;
  PIMSStatus: string | null;
  DistrictAdministrativeName: string | null;
  OpenedOn: string | null;
  SourceSystem: string | null;
  ProviderTypeName: string | null;
  GIASProviderType: string | null;
  PIMSProviderTypeCode: number | null;
}

/** An organisation in the list of a service's users: plain codes. */
export interface ListedOrganisation {
  id: string;
  name: string;
  Category: string | null;
  Type: string | null;
  URN: string | null;
  UID: string | null;
  UKPRN: string | null;
  EstablishmentNumber: string | null;
  Status: number;
  /** YYYY-MM-DD. */
  ClosedOn: string | null;
  Address: string | null;
  phaseOfEducation: number | null;
  statutoryLowAge: number | null;
  statutoryHighAge: number | null;
  telephone: string | null;
  regionCode: string | null;
  legacyId: string | null;
  companyRegistrationNumber: string | null;
  ProviderProfileID: string | null;
  UPIN: string | null;
  PIMSProviderType: string | null;
  PIMSStatus: string | null;
  DistrictAdministrativeName: string | null;
  OpenedOn: string | null;
  SourceSystem: string | null;
  ProviderTypeName: string | null;
  GIASProviderType: string | null;
  PIMSProviderTypeCode: number | null;
  createdAt: string;
  updatedAt: string;
}
