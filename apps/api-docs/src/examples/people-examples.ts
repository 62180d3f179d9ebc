import type { Example } from './example.ts';
import { APPROVER, page, session, signIn, USER_ID } from './example-values.ts';

const names = { given_name: APPROVER.given_name, family_name: APPROVER.family_name };
const member = {
  ...{ userId: USER_ID, ...names, email: APPROVER.email, status: 1, roleId: 10_000 },
  since: '2026-03-02T09:00:00.000Z',
};

/** Examples of the calls for people who are signed in. */
export const peopleExamples: Readonly<Record<string, Example>> = {
  listOwnSessions: { 200: page('sessions', session) },
  listOwnSignIns: { 200: page('signIns', signIn) },
  putOwnNames: { request: names, 200: { sub: USER_ID, ...names } },
  putMember: { request: { roleId: 10_000 }, 200: member },
};
