import { exampleIds } from '@gatehouse/contracts';

/** Ids that the examples share, so that they read as one story. */
export const SERVICE_ID = exampleIds.service;
export const ORGANISATION_ID = exampleIds.organisation;
export const USER_ID = exampleIds.user;
export const ROLE_ID = exampleIds.role;
export const INVITATION_ID = exampleIds.invitation;
export const DELIVERY_ID = exampleIds.delivery;
export const EMAIL = 'pat.sample@example.org';

export const page = (plural: string, record: unknown) => ({
  [plural]: [record],
  numberOfRecords: 1,
  page: 1,
  numberOfPages: 1,
});
