import { instant, pageOf, uuid } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import type { AccountSessions } from './open-sessions.ts';
import type { AccountSessionDocument } from './sessions.store.ts';

export interface ManageSessionsDependencies {
  sessions: AccountSessions;
}

const PATH = '/manage/users/:userId/account-sessions';

const managedAccountSession = z
  .object({
    id: uuid.describe('The id of the session: not its token, which only the frontend has.'),
    mfa: z.boolean().describe('Whether it has MFA.'),
    startedAt: instant.describe('When the person signed in: ISO 8601 in UTC.'),
    lastUsedAt: instant.describe('When it was last used, as far as that is noted: every five minutes.'),
    expiresAt: instant.describe('When it ends, unless it is used: ISO 8601 in UTC.'),
  })
  .meta({ id: 'AccountSession', description: 'A session of a user at first-party frontends.' });

const iso = (ms: number) => new Date(ms).toISOString();

function shownSession({ _id, mfa, startedAt, lastUsedAt, endsAt }: AccountSessionDocument) {
  return {
    ...{ id: _id, mfa, startedAt: iso(startedAt), lastUsedAt: iso(lastUsedAt) },
    expiresAt: iso(endsAt),
  };
}

/** The operator's calls for the sessions of a user at first-party frontends. */
export function manageSessionRoutes({ sessions }: ManageSessionsDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: PATH,
      access: 'operator',
      operationId: 'operatorListAccountSessions',
      summary: 'List the sessions of a user at first-party frontends',
      described: { text: 'Those that count, the newest first.' },
      uuidParams: ['userId'],
      query: z.object(pageQuery),
      responses: { 200: pageOf('sessions', managedAccountSession, 'accountSessions') },
      async handle({ params: { userId }, query }) {
        const { records, members } = await readPage(query, await sessions.countOf(userId), (skip, limit) =>
          sessions.ofUser(userId, { skip, limit }),
        );
        return { status: 200, body: { sessions: records.map(shownSession), ...members } };
      },
    }),
    route({
      method: 'delete',
      path: PATH,
      access: 'operator',
      operationId: 'operatorEndAccountSessions',
      summary: 'End all sessions of a user at first-party frontends',
      uuidParams: ['userId'],
      responses: { 204: 'They have ended.' },
      async handle({ params: { userId } }) {
        await sessions.endWhere({ userId }, 'operator');
        return { status: 204 };
      },
    }),
    route({
      method: 'delete',
      path: `${PATH}/:sessionId`,
      access: 'operator',
      operationId: 'operatorEndAccountSession',
      summary: 'End one session of a user at first-party frontends',
      uuidParams: ['userId', 'sessionId'],
      responses: { 204: 'It has ended.' },
      async handle({ params: { userId, sessionId } }) {
        if (!(await sessions.isOf(sessionId, userId))) throw notFound('This user has no such session');
        if (!(await sessions.end(sessionId, 'operator'))) throw notFound('This session has ended');
        return { status: 204 };
      },
    }),
  ];
}
