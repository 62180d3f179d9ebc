import { organisationCategories, organisationStatuses } from '@gatehouse/contracts';
import type { ModelOrganisation } from './access-model.ts';

/** Members of an organisation as each list shows them: the list's name for one, and the operator's. */
const OF_ALL = {
  ...{ urn: 'urn', uid: 'uid', ukprn: 'ukprn', establishmentNumber: 'establishmentNumber' },
  ...{ closedOn: 'closedOn', address: 'address', telephone: 'telephone', legacyId: 'legacyId' },
  ...{ statutoryLowAge: 'statutoryLowAge', statutoryHighAge: 'statutoryHighAge' },
  companyRegistrationNumber: 'companyRegistrationNumber',
};
const OF_BOTH_REGISTERS = {
  ...{
    ProviderProfileID: 'ProviderProfileID',
    PIMSProviderType: 'PIMSProviderType',
    PIMSStatus: 'PIMSStatus',
  },
  ...{ OpenedOn: 'OpenedOn', SourceSystem: 'SourceSystem', GIASProviderType: 'GIASProviderType' },
  PIMSProviderTypeCode: 'PIMSProviderTypeCode',
};
const OF_PROVIDER = {
  ...OF_BOTH_REGISTERS,
  ...{ UPIN: 'upin', ProviderTypeName: 'providerTypeName' },
  DistrictAdministrativeName: 'DistrictAdministrativeName',
};
const OF_V2 = {
  ...OF_BOTH_REGISTERS,
  ...{ upin: 'upin', providerTypeName: 'providerTypeName', masteringCode: 'masteringCode' },
  DistrictAdministrativeCode: 'DistrictAdministrativeCode',
  DistrictAdministrative_code: 'DistrictAdministrativeCode',
  ...{ PIMSStatusName: 'PIMSStatusName', GIASStatus: 'GIASStatus', GIASStatusName: 'GIASStatusName' },
  MasterProviderStatusCode: 'MasterProviderStatusCode',
  ...{ MasterProviderStatusName: 'MasterProviderStatusName', LegalName: 'LegalName' },
};
const OF_LIST = {
  ...OF_PROVIDER,
  ...{ URN: 'urn', UID: 'uid', UKPRN: 'ukprn', EstablishmentNumber: 'establishmentNumber', Type: 'type' },
  ...{ Category: 'category', Status: 'status', ClosedOn: 'closedOn', Address: 'address' },
  ...{ phaseOfEducation: 'phaseOfEducation', statutoryLowAge: 'statutoryLowAge', regionCode: 'regionCode' },
  ...{ statutoryHighAge: 'statutoryHighAge', telephone: 'telephone', legacyId: 'legacyId' },
  companyRegistrationNumber: 'companyRegistrationNumber',
};

function members(organisation: ModelOrganisation, names: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(names).map(([name, member]) => [name, organisation[member] ?? null]),
  );
}

function withCodes(organisation: ModelOrganisation) {
  const { id, name, category, status } = organisation;
  const categoryNames: Readonly<Record<string, string>> = organisationCategories;
  const statusNames: Readonly<Record<number, string>> = organisationStatuses;
  return {
    ...{ id, name },
    category: { id: category, name: categoryNames[category] ?? null },
    status: { id: status, name: statusNames[status] ?? null },
    ...members(organisation, OF_ALL),
  };
}

/** As `/users/{id}/organisations` shows it. */
export const shownToServices = withCodes;

/** As `/users/{id}/v2/organisations` shows it. */
export function shownInV2(organisation: ModelOrganisation) {
  return { ...withCodes(organisation), ...members(organisation, OF_V2) };
}

/** As `/users/{id}/organisationservices` and the approvers show it. */
export function shownAsProvider(organisation: ModelOrganisation) {
  return { ...withCodes(organisation), ...members(organisation, OF_PROVIDER) };
}

/** As `/users` shows it, without its times. */
export function shownInList(organisation: ModelOrganisation) {
  return { id: organisation.id, name: organisation.name, ...members(organisation, OF_LIST) };
}
