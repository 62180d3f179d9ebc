import type { DeclinePage, Page, RegisterPage } from '../registration-pages/page.ts';

const action = '/register/sample-token';
const instant = '2026-05-21T14:15:00.000Z';
const onward = { serviceName: 'School Meals Register', href: 'https://meals.example.org/welcome' };

/** One invitation, names filled in, nothing wrong. */
export const registerPage: RegisterPage = {
  view: 'register',
  action,
  invitations: [
    {
      id: '5A1B9C2E-0D34-4F56-8A78-9B0C1D2E3F40',
      serviceName: 'School Meals Register',
      organisationName: 'Oakfield Primary School',
      declineHref: `${action}/decline/5A1B9C2E-0D34-4F56-8A78-9B0C1D2E3F40`,
      ticked: true,
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
    {
      id: '6B1B9C2E-0D34-4F56-8A78-9B0C1D2E3F41',
      serviceName: 'Pupil Attendance Reports',
      declineHref: `${action}/decline/6B1B9C2E-0D34-4F56-8A78-9B0C1D2E3F41`,
      ticked: false,
    },
    {
      id: '7C1B9C2E-0D34-4F56-8A78-9B0C1D2E3F42',
      serviceName: 'W'.repeat(120),
      organisationName: 'North Valley Trust',
      declineHref: `${action}/decline/7C1B9C2E-0D34-4F56-8A78-9B0C1D2E3F42`,
      ticked: true,
    },
  ],
  values: { givenName: '', familyName: '', code: '' },
  errors: {
    accept: 'Select the invitations that you want to accept',
    givenName: 'Enter your first name',
    familyName: 'Enter your last name',
    code: 'Enter the code from the email',
  },
};

/** One of several is about to be declined. */
export const declinePage: DeclinePage = {
  view: 'decline',
  action: `${action}/decline/5A1B9C2E-0D34-4F56-8A78-9B0C1D2E3F40`,
  back: action,
  invitation: {
    id: '5A1B9C2E-0D34-4F56-8A78-9B0C1D2E3F40',
    serviceName: 'School Meals Register',
    organisationName: 'Oakfield Primary School',
  },
  others: true,
  errors: {},
};

/** Every page in every variant, by a name for the test's title. */
export const samplePages: Record<string, Page> = {
  register: registerPage,
  'register with faults': faultyPage,
  'register, several': { ...faultyPage, errors: {} },
  decline: declinePage,
  'decline with fault': { ...declinePage, errors: { code: 'Enter the code from the email' } },
  declined: { view: 'declined', invitation: declinePage.invitation, others: action },
  'declined, the last': { view: 'declined', invitation: declinePage.invitation },
  expired: { view: 'expired', action, hasAccount: false },
  'expired, with an account': { view: 'expired', action, hasAccount: true },
  'new email sent': { view: 'new-email-sent' },
  'ended, used': { view: 'ended', reason: 'used' },
  'ended, used by this browser': { view: 'ended', reason: 'used', onward },
  'ended, used by this browser, no page': {
    view: 'ended',
    reason: 'used',
    onward: { serviceName: onward.serviceName },
  },
  'ended, declined': { view: 'ended', reason: 'declined' },
  'ended, revoked': { view: 'ended', reason: 'revoked' },
  'ended, superseded': { view: 'ended', reason: 'superseded' },
  'not found': { view: 'not-found' },
  locked: { view: 'locked', until: instant, action },
  welcome: { view: 'welcome' },
  'no link': { view: 'no-link' },
};
