import type { Chapter } from './scenario.ts';

/** What first-party frontends do: a service without the param `canUseAccounts` may not. */
export const accountChapter: Chapter = {
  name: '9 A frontend asks who is signed in',
  actor: 'service',
  steps: [
    { operationId: 'getAccountUser', name: 'Refused: it is no first-party frontend', status: 403 },
    { operationId: 'endAccountSession', name: 'Refused: it may end no session', status: 403 },
  ],
};
