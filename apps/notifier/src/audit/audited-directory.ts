import { type AuditedEntity, named, not, type StateIn, shown } from './audited-member.ts';

export const user: AuditedEntity<StateIn<'gatehouse.directory.user.v1'>> = {
  type: 'user',
  members: {
    ...{ id: not, answered: not, answeredThrough: not, state: not, removedAt: not, incarnation: not },
    ...{ madeBy: not, createdAt: not, updatedAt: not },
    status: shown('status'),
    email: named('email'),
    givenName: named('given_name'),
    familyName: named('family_name'),
    language: named('language'),
    memberships: {
      as: 'items',
      name: 'memberships',
      items: (state) =>
        ('memberships' in state ? state.memberships : []).map(
          ({ organisationId, roleId, incarnation, numericIdentifier, textIdentifier }) => ({
            key: organisationId,
            shown: { organisationId, roleId },
            hidden: [incarnation, numericIdentifier, textIdentifier],
          }),
        ),
    },
  },
};

export const organisation: AuditedEntity<StateIn<'gatehouse.directory.organisation.v1'>> = {
  type: 'organisation',
  members: {
    ...{ id: not, createdAt: not, updatedAt: not, removedAt: not },
    name: shown('name'),
    category: shown('category'),
    status: shown('status'),
    type: shown('type'),
    urn: shown('urn'),
    uid: shown('uid'),
    upin: shown('upin'),
    ukprn: shown('ukprn'),
    establishmentNumber: shown('establishmentNumber'),
    companyRegistrationNumber: shown('companyRegistrationNumber'),
    closedOn: shown('closedOn'),
    address: shown('address'),
    telephone: shown('telephone'),
    statutoryLowAge: shown('statutoryLowAge'),
    statutoryHighAge: shown('statutoryHighAge'),
    phaseOfEducation: shown('phaseOfEducation'),
    regionCode: shown('regionCode'),
    legacyId: shown('legacyId'),
    DistrictAdministrativeCode: shown('DistrictAdministrativeCode'),
    DistrictAdministrativeName: shown('DistrictAdministrativeName'),
    providerTypeName: shown('providerTypeName'),
    ProviderProfileID: shown('ProviderProfileID'),
    OpenedOn: shown('OpenedOn'),
    SourceSystem: shown('SourceSystem'),
    GIASProviderType: shown('GIASProviderType'),
    PIMSProviderType: shown('PIMSProviderType'),
    PIMSProviderTypeCode: shown('PIMSProviderTypeCode'),
    PIMSStatus: shown('PIMSStatus'),
    PIMSStatusName: shown('PIMSStatusName'),
    masteringCode: shown('masteringCode'),
    GIASStatus: shown('GIASStatus'),
    GIASStatusName: shown('GIASStatusName'),
    MasterProviderStatusCode: shown('MasterProviderStatusCode'),
    MasterProviderStatusName: shown('MasterProviderStatusName'),
    LegalName: shown('LegalName'),
    associations: shown('associations'),
  },
};

export const announcement: AuditedEntity<StateIn<'gatehouse.directory.announcement.v1'>> = {
  type: 'announcement',
  members: {
    ...{ id: not, createdAt: not, updatedAt: not, state: not, removedAt: not },
    serviceId: shown('serviceId'),
    organisationId: shown('organisationId'),
    urn: shown('urn'),
    uid: shown('uid'),
    type: shown('type'),
    title: shown('title'),
    summary: shown('summary'),
    body: shown('body'),
    publishedAt: shown('publishedAt'),
    expiresAt: shown('expiresAt'),
  },
};
