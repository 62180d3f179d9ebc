import type { OverPage, Page } from '../interaction-pages/page.ts';

const until = '2026-05-21T14:15:00.000Z';
const email = 'a.person.with.a.rather.long.name@a-school-with-a-long-name.north-valley.example.org';
const who = `Sample Person (${email})`;
const long = 'W'.repeat(120);
const signedInElsewhere = [
  { name: 'North Valley Trust', action: '/sign-in/sample/from/1' },
  { name: long, action: '/sign-in/sample/from/2' },
];
const choices = [
  { value: '1', text: 'Oakfield Primary School', checked: false, hint: { text: 'Sampleton, URN 900001' } },
  { value: '2', text: 'Oakfield Primary School', checked: true, hint: { text: 'Elsewhere, UKPRN 19000001' } },
  { value: '3', text: long, checked: false },
];
const invitations = [
  { id: '1', serviceName: 'School Meals Register', organisationName: 'Oakfield Primary School' },
  { id: '2', serviceName: long },
];

/** Every page of a sign-in in every variant, by a name for the test's title. */
export const samplePages: Readonly<Record<string, Page>> = {
  address: { view: 'address', values: { email: '' }, errors: {}, providers: [], failed: false },
  'address with other ways': {
    view: 'address',
    values: { email },
    errors: {},
    providers: signedInElsewhere,
    failed: false,
  },
  'address, another way failed': {
    view: 'address',
    values: { email: '' },
    errors: {},
    providers: [],
    failed: true,
  },
  'address with fault': {
    ...{ view: 'address', values: { email: 'x' }, providers: [], failed: false },
    errors: { email: 'Enter an email address in the correct format, like name@example.com' },
  },
  code: { view: 'code', email, expiresAt: until, delayed: false, errors: {} },
  'code, delayed': { view: 'code', email, expiresAt: until, delayed: true, errors: {} },
  'code with fault': {
    ...{ view: 'code', email, expiresAt: until, delayed: false },
    errors: { code: 'The code is not right: check the newest email that we sent you' },
  },
  'code over, expired': { view: 'code-over', reason: 'expired', email },
  'code over, wrong codes': { view: 'code-over', reason: 'wrongCodes', email },
  'code over, replaced': { view: 'code-over', reason: 'replaced', email: undefined },
  names: { view: 'names', email, invitations: [], values: { givenName: '', familyName: '' }, errors: {} },
  'names with faults': {
    ...{ view: 'names', email, invitations, values: { givenName: 'Sample', familyName: '' } },
    errors: { givenName: 'Enter your first name', familyName: 'Enter your last name' },
  },
  wait: { view: 'wait' },
  proved: { view: 'proved' },
  organisation: { view: 'organisation', who, choices, errors: {} },
  'organisation with fault': {
    ...{ view: 'organisation', who, choices, errors: { organisation: 'Choose an organisation' } },
  },
  'no organisation': { view: 'no-organisation', who },
  'refused, deactivated': { view: 'refused', reason: 'deactivated' },
  'refused, no account': { view: 'refused', reason: 'noAccount' },
  'too many': { view: 'too-many', until },
  'too soon': { view: 'too-soon', seconds: '29' },
  'refused form': { view: 'refused-form' },
};

/** Every page of a sign-in that cannot go on. */
export const overPages: Readonly<Record<string, OverPage>> = {
  over: { view: 'over', reason: 'over', onward: undefined },
  'over, with a start': {
    ...{ view: 'over', reason: 'over' },
    onward: { serviceName: 'School Meals Register', href: 'https://meals.example.org/start' },
  },
  elsewhere: { view: 'over', reason: 'elsewhere', onward: undefined },
  'no cookies': { view: 'over', reason: 'no-cookies', onward: undefined },
};
