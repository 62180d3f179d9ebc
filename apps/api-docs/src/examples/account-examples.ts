import type { Example } from './example.ts';

const AT = '2026-03-02T09:00:00.000Z';
/** A session as frontends see it: the hash alone is stored. */
const SESSION = 'q9mKpYw2Tz0b7nJ4vXcR5sLdF8hGa3uE6iOyQ1kWtMZ';

const attributeBody = { type: 'boolean', mfa: { set: true } };
const attribute = {
  ...{ name: 'local_attribute', type: 'boolean', writable: true, mfa: { get: false, set: true } },
  ...{ createdAt: AT, updatedAt: AT },
};

/** What the operator calls for attributes. */
export const attributeExamples: Readonly<Record<string, Example>> = {
  operatorPutAttribute: { request: attributeBody, 200: attribute, 201: attribute },
  operatorListAttributes: {
    200: { attributes: [attribute], numberOfRecords: 1, page: 1, numberOfPages: 1 },
  },
};

/** What first-party frontends call for who is signed in. */
export const frontendExamples: Readonly<Record<string, Example>> = {
  getAccountAttributes: {
    parameters: { 'attributes[]': ['email', 'local_attribute'] },
    200: {
      values: { email: 'pat.sample@example.org', local_attribute: true },
      govuk_account_session: SESSION,
    },
  },
  checkEmailSubscription: {
    parameters: { base_path: '/guidance/keeping-a-pet-pig-or-micropig' },
    200: { base_path: '/guidance/keeping-a-pet-pig-or-micropig', active: true },
  },
  setAccountAttributes: {
    request: { attributes: { local_attribute: true } },
    200: { govuk_account_session: SESSION },
  },
};
