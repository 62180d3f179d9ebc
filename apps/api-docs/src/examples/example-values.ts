import { exampleIds } from '@gatehouse/contracts';
import { DEMO_REDIRECT_URI, demoIds, demoSchool } from '@gatehouse/standalone/demo-ids';

/** Ids that the examples share. Where the demo set has them they are its ids, so that example calls succeed on it. */
export const SERVICE_ID = demoIds.serviceId;
export const CLIENT_ID = demoIds.clientId;
export const ORGANISATION_ID = demoIds.schoolId;
export const USER_ID = demoIds.approverId;
export const ROLE_ID = exampleIds.role;
export const ROLE_CODE = 'EDITOR';
export const POLICY_ID = 'open-establishments';
export const MESSAGE_ID = exampleIds.announcement;
export const INVITATION_ID = exampleIds.invitation;
export const DELIVERY_ID = exampleIds.delivery;
export const PROVIDER_ID = exampleIds.identityProvider;
export const IDENTITY_ID = exampleIds.identity;
export const AUTHORITY_ID = '3D4E5F60-7182-493A-B4C5-D6E7F8091A0A';
export const TRUST_ID = '4E5F6071-8293-4A4B-85D6-E7F8091A2B0B';
export const READ_MODEL = 'people';
export const SCHOOL = demoSchool;
export const ADDRESS = "St James's Passage, Duke's Place, London, EC3A 5DE";
export const APPROVER = { email: 'approver@school.example', given_name: 'Demo', family_name: 'Approver' };
export const REDIRECT_URI = DEMO_REDIRECT_URI;
export const CALLBACK = 'http://localhost:3000/joined';
export const EMAIL = 'pat.sample@example.org';

export const webhookBody = {
  url: 'https://meals.example.org/changes',
  events: ['user.updated', 'grant.changed', 'grant.removed'],
};
export const webhook = {
  serviceId: SERVICE_ID,
  ...webhookBody,
  status: 'enabled',
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  createdAt: '2026-03-02T09:00:00.000Z',
  updatedAt: '2026-03-02T09:00:00.000Z',
};

export const session = {
  id: '6A7B8C9D-0E1F-4A2B-8C3D-4E5F60718293',
  startedAt: '2026-03-02T09:00:00.000Z',
  lastUsedAt: '2026-03-02T09:41:00.000Z',
  method: 'code',
  browser: 'Firefox on Windows',
  services: [{ serviceId: SERVICE_ID, name: 'Demo service', firstAt: '2026-03-02T09:00:00.000Z' }],
};

export const signIn = {
  at: '2026-03-02T09:00:00.000Z',
  method: 'code',
  serviceId: SERVICE_ID,
  organisationId: ORGANISATION_ID,
  outcome: 'signed-in',
  address: '192.0.2.0/24',
};

export const page = (plural: string, record: unknown) => ({
  [plural]: [record],
  numberOfRecords: 1,
  page: 1,
  numberOfPages: 1,
});
