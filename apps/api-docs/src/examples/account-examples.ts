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

const key = {
  ...{ kty: 'RSA', kid: '5e0f3a1d-6c48-4d27-8f19-a2c4e6081b03', alg: 'RS256', use: 'sig' },
  ...{ n: 'base64url-of-the-modulus', e: 'AQAB' },
};
const redirect = {
  redirectUri: 'http://localhost:3001/callback',
  postLogoutRedirectUri: 'http://localhost:3001/',
};
const providerBody = {
  issuer: 'https://login.example.org',
  clientId: 'gatehouse',
  redirectUri: 'https://www.example.org/sign-in/callback',
  authentication: 'private_key_jwt',
  mfaParameters: { vtr: '["Cl.Cm"]' },
  mfa: { claim: 'vot', values: ['Cl.Cm'] },
};
const provider = {
  ...{ ...providerBody, signingAlgorithm: 'RS256', scopes: ['openid', 'email'] },
  ...{ algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA'], parameters: {}, linksByEmail: false },
  ...{ own: false, publicKeys: [key] },
};

const accountIdentity = {
  ...{ id: '6B0A5F6E-0A0B-4B51-9A7D-2C5D6B0F7C11', issuer: 'https://login.example.org' },
  ...{ subject: 'urn:fdc:example.org:2026:pat', linkedBy: 'operator' },
  ...{ email: 'pat.sample@example.org', emailVerified: true, createdAt: AT, updatedAt: AT },
};
const page = { numberOfRecords: 1, page: 1, numberOfPages: 1 };

/** What the operator calls for a user at first-party frontends. */
export const accountUserExamples: Readonly<Record<string, Example>> = {
  operatorListAccountIdentities: { 200: { identities: [accountIdentity], ...page } },
  operatorListAccountSessions: {
    200: {
      sessions: [
        {
          ...{ id: '0E5D1E3C-7A9F-4F55-8F0C-7B3C5B1B9A10', mfa: false },
          ...{ startedAt: AT, lastUsedAt: AT, expiresAt: '2026-03-02T11:00:00.000Z' },
        },
      ],
      ...page,
    },
  },
};

/** What the operator calls for the provider of first-party frontends. */
export const accountProviderExamples: Readonly<Record<string, Example>> = {
  operatorPutAccountProvider: { request: providerBody, 200: provider },
  operatorGetAccountProvider: { 200: provider },
  operatorPutAccountRedirect: {
    request: redirect,
    200: {
      ...{ issuer: 'http://localhost:43890', clientId: 'accounts', ...redirect, own: true },
      ...{ authentication: 'client_secret_basic', scopes: ['openid', 'email', 'profile'] },
      ...{ algorithms: ['RS256'], parameters: {}, mfaParameters: { acr_values: 'urn:gatehouse:acr:2' } },
      ...{ mfa: { claim: 'acr', values: ['urn:gatehouse:acr:2'] }, linksByEmail: false, publicKeys: [] },
    },
  },
  operatorMakeAccountKey: { request: { overlapSeconds: 86_400 }, 201: { keys: [key] } },
};

/** What first-party frontends call for who is signed in. */
export const frontendExamples: Readonly<Record<string, Example>> = {
  beginAccountSignIn: {
    parameters: { redirect_path: '/account/home' },
    200: {
      auth_uri: 'https://login.example.org/authorize?response_type=code&client_id=gatehouse',
      state: 'mQ2Vb7yXc0Rt5LpZ8sKdF3hGa6uE1iOyQ9kWtMzJn4A',
    },
  },
  completeAccountSignIn: {
    request: {
      state: 'mQ2Vb7yXc0Rt5LpZ8sKdF3hGa6uE1iOyQ9kWtMzJn4A',
      code: 'the-code-that-the-provider-gave',
    },
    200: { govuk_account_session: SESSION, redirect_path: '/account/home' },
  },
  getEndSessionUri: { 200: { end_session_uri: 'https://login.example.org/logout' } },
  getAccountUser: {
    200: {
      ...{ id: 'B5E0F3A1-6C48-4D27-8F19-A2C4E6081B03', mfa: false, email: 'pat.sample@example.org' },
      ...{ email_verified: true, services: {}, govuk_account_session: SESSION },
    },
  },
  getAccountAttributes: {
    parameters: { 'attributes[]': ['email', 'local_attribute'] },
    200: {
      values: { email: 'pat.sample@example.org', local_attribute: true },
      govuk_account_session: SESSION,
    },
  },
  matchUserByEmail: { parameters: { email: 'pat.sample@example.org' }, 200: { match: true } },
  putOidcUser: {
    request: { email: 'pat.sample@example.org', email_verified: true },
    200: { sub: 'urn:fdc:example.org:2026:pat', email: 'pat.sample@example.org', email_verified: true },
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
