import { pageOf } from '@gatehouse/contracts';
import { pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import type { DeadLetterDependencies } from './known-dead-letter.ts';
import { managedDeadLetter, managedDeadLetterOf } from './managed-dead-letter.ts';

const query = z.object({
  ...pageQuery,
  topic: z.string().optional().describe('Only dead letters of this topic: its name without `.dead`.'),
});

/** `GET /manage/dead-letters`: the open ones of all groups, the newest first, read from the event log. */
export function listDeadLettersRoute({ deadLetters }: DeadLetterDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/dead-letters',
    access: 'operator',
    operationId: 'operatorListDeadLetters',
    summary: 'List the open dead letters',
    described: {
      text: 'A dead letter is a record of the event log that a group of consumers could not process. The record itself is not shown: `gatehouse dead show` does that on the event log.',
    },
    query,
    responses: { 200: pageOf('deadLetters', managedDeadLetter) },
    async handle({ query }) {
      const open = (await (await deadLetters()).list()).map(({ deadLetter }) => deadLetter);
      const wanted = open.filter(({ topic }) => query.topic === undefined || topic === query.topic);
      const { records, members } = await pageOfList(query, wanted.reverse());
      return { status: 200, body: { deadLetters: records.map(managedDeadLetterOf), ...members } };
    },
  });
}
