import type { Chapter } from './scenario.ts';

const SUBJECT = 'urn:fdc:example.org:2026:pat';

/** What first-party frontends do: a service without the param `canUseAccounts` may not. */
export const accountChapter: Chapter = {
  name: '9 A frontend asks who is signed in',
  actor: 'service',
  steps: [
    { operationId: 'beginAccountSignIn', name: 'Refused: nobody signs in through it', status: 403 },
    {
      operationId: 'completeAccountSignIn',
      name: 'Refused: nobody comes back to it',
      status: 403,
      body: { state: 'what-the-browser-brought', code: 'what-the-provider-gave' },
    },
    { operationId: 'getEndSessionUri', name: 'Refused: nobody signs out through it', status: 403 },
    { operationId: 'getAccountUser', name: 'Refused: it is no first-party frontend', status: 403 },
    { operationId: 'endAccountSession', name: 'Refused: it may end no session', status: 403 },
    {
      operationId: 'getAccountAttributes',
      name: 'Refused: it may read no attributes',
      status: 403,
      query: { 'attributes[]': 'email' },
    },
    {
      operationId: 'setAccountAttributes',
      name: 'Refused: it may set no attributes',
      status: 403,
      body: { attributes: { local_attribute: true } },
    },
    {
      operationId: 'matchUserByEmail',
      name: 'Refused: it may ask for no emails',
      status: 403,
      query: { email: 'pat.sample@example.org' },
    },
    {
      operationId: 'matchUserByEmailToo',
      name: 'Refused: nor at the other path',
      status: 403,
      query: { email: 'pat.sample@example.org' },
    },
    ...(['putOidcUser', 'patchOidcUser', 'deleteOidcUser'] as const).map((operationId) => ({
      ...{ operationId, name: `Refused: it is not the provider (${operationId})`, status: 403 },
      path: [SUBJECT],
      ...(operationId !== 'deleteOidcUser' && { body: { email: 'pat.sample@example.org' } }),
    })),
  ],
};

const ATTRIBUTE = ['postman_attribute'];

/** What a browser's own request leads to: a session is enough. */
export const subscriptionChapter: Chapter = {
  name: '11 Somebody without a session',
  actor: 'nobody',
  steps: [
    {
      operationId: 'checkEmailSubscription',
      name: 'Refused: there is no session',
      status: 401,
      query: { base_path: '/guidance/keeping-a-pet-pig-or-micropig' },
    },
  ],
};

/** What the operator keeps for first-party frontends. */
export const accountManagementChapter: Chapter = {
  name: '10 The operator declares what frontends may keep',
  actor: 'operator',
  steps: [
    {
      operationId: 'operatorPutAttribute',
      name: 'Declare an attribute',
      status: 201,
      path: ATTRIBUTE,
      body: { type: 'boolean', mfa: { set: true }, readers: ['{{serviceId}}'] },
    },
    { operationId: 'operatorListAttributes', status: 200 },
    {
      operationId: 'operatorPutAccountRedirect',
      name: 'Say where people come back to',
      status: 200,
      body: {
        redirectUri: 'http://localhost:3001/callback',
        postLogoutRedirectUri: 'http://localhost:3001/',
      },
    },
    {
      operationId: 'operatorPutAccountProvider',
      name: 'Name another provider',
      status: 200,
      body: {
        issuer: 'https://id.example.org',
        clientId: 'gatehouse',
        redirectUri: 'https://www.example.org/sign-in/callback',
        authentication: 'private_key_jwt',
      },
    },
    { operationId: 'operatorGetAccountProvider', status: 200 },
    { operationId: 'operatorMakeAccountKey', name: 'Change its key', status: 201, body: {} },
    { operationId: 'operatorDeleteAccountProvider', name: 'Go back to the platform’s own', status: 204 },
    { operationId: 'operatorDeleteAttribute', status: 204, path: ATTRIBUTE },
    { operationId: 'operatorListAccountIdentities', status: 200, path: ['{{userId}}'] },
    {
      operationId: 'operatorLinkAccountIdentity',
      name: 'Refused: the platform’s own subjects are the ids of its users',
      status: 409,
      path: ['{{userId}}', SUBJECT],
    },
    {
      operationId: 'operatorUnlinkAccountIdentity',
      name: 'Nothing to unlink',
      status: 404,
      path: ['{{userId}}', SUBJECT],
    },
    { operationId: 'operatorListAccountSessions', status: 200, path: ['{{userId}}'] },
    { operationId: 'operatorEndAccountSessions', status: 204, path: ['{{userId}}'] },
    {
      operationId: 'operatorEndAccountSession',
      name: 'No such session',
      status: 404,
      path: ['{{userId}}', '{{spareId}}'],
    },
  ],
};
