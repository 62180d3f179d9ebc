import { type Route, route } from '@gatehouse/http';
import { type DeadLetterDependencies, deadLetterParams, knownDeadLetter } from './known-dead-letter.ts';
import { managedDeadLetter, managedDeadLetterOf } from './managed-dead-letter.ts';

/** `POST /manage/dead-letters/{id}/discard`: its group will never process the record. */
export function discardDeadLetterRoute(dependencies: DeadLetterDependencies): Route {
  return route({
    method: 'post',
    path: '/manage/dead-letters/:deadLetterId/discard',
    access: 'operator',
    operationId: 'operatorDiscardDeadLetter',
    summary: 'Give up a dead letter',
    described: {
      text: 'The dead letter is closed, and its record is deleted with it. What the record said is lost to the group until the entity changes again.',
      params: deadLetterParams,
    },
    resolve: ({ params }) => knownDeadLetter(dependencies, params.deadLetterId),
    responses: { 202: managedDeadLetter },
    async handle({ actor, log }, deadLetter) {
      await (await dependencies.deadLetters()).discard([deadLetter]);
      log.info({ deadLetter: deadLetter.id, group: deadLetter.group, actor }, 'a dead letter is discarded');
      return { status: 202, body: managedDeadLetterOf(deadLetter) };
    },
  });
}
