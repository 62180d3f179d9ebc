import type { Page, RegisterPage } from '../page.ts';

const action = '/register/sample-token';
const instant = '2026-05-21T14:15:00.000Z';

/** One invitation, names filled in, nothing wrong. */
export const registerPage: RegisterPage = {
  view: 'register',
  action,
  invitations: [
    {
      id: '5A1B9C2E-0D34-4F56-8A78-9B0C1D2E3F40',
      serviceName: 'School Meals Register',
      organisationName: 'Oakfield Primary School',
    },
  ],
  values: { givenName: 'Sample', familyName: 'Person', code: '' },
  errors: {},
  expiresAt: instant,
};

const [first] = registerPage.invitations;

/** Several invitations, long names, every field faulty. */
export const faultyPage: RegisterPage = {
  ...registerPage,
  invitations: [
    ...(first ? [first] : []),
    { id: '6B1B9C2E-0D34-4F56-8A78-9B0C1D2E3F41', serviceName: 'Pupil Attendance Reports' },
    {
      id: '7C1B9C2E-0D34-4F56-8A78-9B0C1D2E3F42',
      serviceName: 'W'.repeat(120),
      organisationName: 'North Valley Trust',
    },
  ],
  values: { givenName: '', familyName: '', code: '' },
  errors: {
    givenName: 'Enter your first name',
    familyName: 'Enter your last name',
    code: 'Enter the code from the email',
  },
};

/** Every page in every variant, by a name for the test's title. */
export const samplePages: Record<string, Page> = {
  register: registerPage,
  'register with faults': faultyPage,
  expired: { view: 'expired', action, hasAccount: false },
  'expired, with an account': { view: 'expired', action, hasAccount: true },
  'new email sent': { view: 'new-email-sent' },
  'ended, used': { view: 'ended', reason: 'used' },
  'ended, revoked': { view: 'ended', reason: 'revoked' },
  'ended, overtaken': { view: 'ended', reason: 'overtaken' },
  'not found': { view: 'not-found' },
  locked: { view: 'locked', until: instant, action },
  welcome: { view: 'welcome' },
  problem: { view: 'problem', correlationId: 'c'.repeat(128) },
};
