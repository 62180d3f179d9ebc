import type { Example } from './example.ts';
import { EMAIL, INVITATION_ID, ORGANISATION_ID, ROLE_ID, SERVICE_ID, USER_ID } from './example-values.ts';

/** Examples of the calls of services. */
export const publicExamples: Readonly<Record<string, Example>> = {
  createInvitation: {
    request: {
      sourceId: 'joiner-1',
      given_name: 'Pat',
      family_name: 'Sample',
      email: EMAIL,
      organisation: ORGANISATION_ID,
      callback: 'https://meals.example.org/joined',
      userRedirect: 'https://meals.example.org/welcome',
    },
    202: { invitationId: INVITATION_ID },
  },
  listServiceRoles: { 200: [{ name: 'Meals manager', code: 'MANAGER', status: 'Active' }] },
  getUserAccess: {
    200: {
      userId: USER_ID,
      serviceId: SERVICE_ID,
      organisationId: ORGANISATION_ID,
      roles: [{ id: ROLE_ID, name: 'Meals manager', code: 'MANAGER', numericId: '1', status: { id: 1 } }],
      identifiers: [{ key: 'kitchen', value: '12' }],
    },
  },
  listUserOrganisations: {
    200: [
      {
        id: ORGANISATION_ID,
        name: 'Hill School',
        category: { id: '001', name: 'Establishment' },
        urn: '900001',
        uid: null,
        ukprn: '19000001',
        establishmentNumber: null,
        status: { id: 1, name: 'Open' },
        closedOn: null,
        address: '1 Hill Road, Sampleton',
        telephone: null,
        statutoryLowAge: 5,
        statutoryHighAge: 11,
        legacyId: '1001',
        companyRegistrationNumber: null,
      },
    ],
  },
  listOrganisationCategories: { 200: [{ id: '001', name: 'Establishment' }] },
};
