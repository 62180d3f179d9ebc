import { idFrom } from '@gatehouse/runtime';

/** What the demo set has the same in every installation. The examples of the API's description name it, so that they succeed there. */
export const demoIds = {
  clientId: 'demo-service',
  serviceId: idFrom('demo', 'service'),
  approverId: idFrom('demo', 'approver'),
  schoolId: idFrom('demo', 'school'),
} as const;

/** The school of the demo's approver: of the register's file, under an id of the demo's own. */
export const demoSchool = {
  name: 'The Aldgate School',
  category: '001',
  status: 1,
  urn: '100000',
  ukprn: '10079319',
} as const;

/** The one address to which people may be sent back. */
export const DEMO_REDIRECT_URI = 'http://localhost:3000/welcome';
