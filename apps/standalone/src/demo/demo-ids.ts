import { idFrom } from '@gatehouse/runtime';

/** The ids that the demo set has in every installation. The examples of the API's description use them. */
export const demoIds = {
  clientId: 'demo-service',
  serviceId: idFrom('demo', 'service'),
  approverId: idFrom('demo', 'approver'),
  schoolId: idFrom('demo', 'school'),
} as const;

/** The school of the demo's approver: a school of the register, under a fixed id. */
export const demoSchool = {
  name: 'The Aldgate School',
  category: '001',
  status: 1,
  urn: '100000',
  ukprn: '10079319',
} as const;

/** Where people go who accepted an invitation to the demo client. */
export const DEMO_REDIRECT_URI = 'http://localhost:3000/welcome';

/** Where `examples/relying-party` runs, and its own redirect URI. */
export const DEMO_SITE = 'http://localhost:3000';
export const DEMO_CALLBACK_URI = `${DEMO_SITE}/callback`;
