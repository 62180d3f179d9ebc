import { exampleIds } from '@gatehouse/contracts';

/** Ids that the examples share, so that they read as one story. */
export const SERVICE_ID = exampleIds.service;
export const ORGANISATION_ID = exampleIds.organisation;
export const USER_ID = exampleIds.user;
export const ROLE_ID = exampleIds.role;
export const INVITATION_ID = exampleIds.invitation;
export const DELIVERY_ID = exampleIds.delivery;
export const AUTHORITY_ID = '3D4E5F60-7182-493A-B4C5-D6E7F8091A0A';
export const TRUST_ID = '4E5F6071-8293-4A4B-85D6-E7F8091A2B0B';
export const EMAIL = 'pat.sample@example.org';

export const page = (plural: string, record: unknown) => ({
  [plural]: [record],
  numberOfRecords: 1,
  page: 1,
  numberOfPages: 1,
});
