/** Ids that the examples share, so that they read as one story. */
export const SERVICE_ID = '7D2C8A30-45B1-4E0C-9C7B-0C9F5B1D2E01';
export const ORGANISATION_ID = '2F1B6C54-8E37-4A9D-B0A6-3D5E7F901A02';
export const USER_ID = 'B5E0F3A1-6C48-4D27-8F19-A2C4E6081B03';
export const ROLE_ID = 'C90D1E2F-7A3B-4C5D-8E6F-102938475604';
export const INVITATION_ID = 'E1F2A3B4-C5D6-4E7F-8091-A2B3C4D5E605';
export const DELIVERY_ID = 'F0E1D2C3-B4A5-4697-8879-6A5B4C3D2E06';
export const EMAIL = 'pat.sample@example.org';

export const page = (plural: string, record: unknown) => ({
  [plural]: [record],
  numberOfRecords: 1,
  page: 1,
  numberOfPages: 1,
});
