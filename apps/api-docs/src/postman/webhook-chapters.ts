import type { Chapter } from './scenario.ts';

const WEBHOOK = { url: 'https://meals.example.org/changes', events: ['user.updated', 'grant.changed'] };

/** A service registers where it is told of changes. */
export const webhooks: Chapter = {
  name: '6 The service is told of changes',
  actor: 'service',
  steps: [
    { operationId: 'putWebhook', status: 201, path: ['{{serviceId}}'], body: WEBHOOK },
    { operationId: 'getWebhook', status: 200, path: ['{{serviceId}}'] },
    { operationId: 'testWebhook', status: 202, path: ['{{serviceId}}'], body: { type: 'user.updated' } },
    {
      operationId: 'listen',
      name: 'Listen on a developer’s machine, from now on',
      status: 200,
      path: ['{{serviceId}}'],
      query: { wait: '0' },
    },
    { operationId: 'deleteWebhook', status: 204, path: ['{{serviceId}}'] },
    { operationId: 'getWebhook', name: 'Refused: there is none', status: 404, path: ['{{serviceId}}'] },
  ],
};

/** The operator does the same for it. */
export const managedWebhooks: Chapter = {
  name: '7 The operator looks after the webhook',
  actor: 'operator',
  steps: [
    { operationId: 'operatorPutWebhook', status: 201, path: ['{{serviceId}}'], body: WEBHOOK },
    { operationId: 'operatorGetWebhook', status: 200, path: ['{{serviceId}}'] },
    { operationId: 'operatorTestWebhook', status: 202, path: ['{{serviceId}}'], body: {} },
    { operationId: 'operatorDeleteWebhook', status: 204, path: ['{{serviceId}}'] },
  ],
};
