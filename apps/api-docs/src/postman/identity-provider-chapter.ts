import type { Chapter } from './scenario.ts';

const PROVIDER = ['{{providerId}}'];

/** The operator lets people come from another OpenID provider, and ends it again. */
export const identityProviderChapter: Chapter = {
  name: '8 The operator lets people come from elsewhere',
  actor: 'operator',
  steps: [
    {
      operationId: 'operatorPutIdentityProvider',
      name: 'Make an identity provider',
      status: 201,
      path: PROVIDER,
      body: {
        name: 'School accounts',
        issuer: 'https://id.example.org',
        clientId: 'gatehouse',
        clientSecret: 'the-provider-makes-it',
        services: ['{{serviceId}}'],
        status: 0,
      },
    },
    { operationId: 'operatorGetIdentityProvider', status: 200, path: PROVIDER },
    { operationId: 'operatorListIdentityProviders', status: 200 },
    { operationId: 'operatorListIdentities', status: 200, path: ['{{userId}}'], settles: true },
    {
      operationId: 'operatorGetIdentity',
      name: 'Nobody has come from it',
      status: 404,
      path: ['{{userId}}', '{{spareId}}'],
    },
    {
      operationId: 'operatorDeleteIdentity',
      name: 'Nothing to take away',
      status: 404,
      path: ['{{userId}}', '{{spareId}}'],
    },
    { operationId: 'operatorDeleteIdentityProvider', status: 204, path: PROVIDER },
  ],
};
