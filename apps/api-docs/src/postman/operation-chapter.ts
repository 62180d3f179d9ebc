import type { Chapter } from './scenario.ts';

const NO_DEAD_LETTER = '00000000000000000000000000000000';

/** How the platform does, and what an operator does about it. */
export const operationChapter: Chapter = {
  name: '5 The operator looks after the platform',
  actor: 'operator',
  steps: [
    { operationId: 'operatorListMembers', status: 200, path: ['{{organisationId}}'], settles: true },
    { operationId: 'operatorGetHealth', status: 200 },
    { operationId: 'operatorListSigningKeys', status: 200 },
    {
      operationId: 'operatorChangeSigningKeys',
      name: 'Sign with the next key',
      status: 200,
      body: {},
    },
    { operationId: 'operatorListDeadLetters', status: 200 },
    {
      operationId: 'operatorListAuditRecords',
      name: 'Who changed users',
      status: 200,
      query: { type: 'user' },
    },
    {
      operationId: 'operatorReplayDeadLetter',
      name: 'Refused: there is no such dead letter to replay',
      status: 404,
      path: [NO_DEAD_LETTER],
    },
    {
      operationId: 'operatorDiscardDeadLetter',
      name: 'Refused: there is no such dead letter to discard',
      status: 404,
      path: [NO_DEAD_LETTER],
    },
    { operationId: 'operatorListReadModels', status: 200 },
    {
      operationId: 'operatorRebuildReadModel',
      name: 'Rebuild a read model from the event log',
      status: 202,
      path: ['people'],
    },
    { operationId: 'operatorGetReadModel', status: 200, path: ['people'] },
    {
      operationId: 'operatorRebuildReadModel',
      name: 'Refused: that rebuild is under way',
      status: 409,
      path: ['people'],
    },
    {
      operationId: 'operatorCancelReadModelRebuild',
      name: 'Refused: there is no rebuild of this one to give up',
      status: 404,
      path: ['lists'],
    },
  ],
};
