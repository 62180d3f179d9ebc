import { conflict } from '@gatehouse/errors';
import { isReplayable } from '@gatehouse/event-log';
import { type Route, route } from '@gatehouse/http';
import { type DeadLetterDependencies, deadLetterParams, knownDeadLetter } from './known-dead-letter.ts';
import { managedDeadLetter, managedDeadLetterOf } from './managed-dead-letter.ts';

const NO_RECORD =
  'The record is too large to be kept, so no group can process it again: the next change of its entity closes this dead letter';

/** `POST /manage/dead-letters/{id}/replay`: the group processes the record again, once. */
export function replayDeadLetterRoute(dependencies: DeadLetterDependencies): Route {
  return route({
    method: 'post',
    path: '/manage/dead-letters/:deadLetterId/replay',
    access: 'operator',
    operationId: 'operatorReplayDeadLetter',
    summary: 'Have a dead letter processed again',
    described: {
      text: 'The group that failed processes the record again, as soon as it runs. Nothing is published a second time. A record that succeeds leaves the list; one that fails again stays, under the same id.',
      params: deadLetterParams,
      refusals: { conflict: 'The dead letter does not hold its record, which was too large.' },
    },
    resolve: ({ params }) => knownDeadLetter(dependencies, params.deadLetterId),
    responses: { 202: managedDeadLetter },
    async handle({ actor, log }, deadLetter) {
      if (!isReplayable(deadLetter)) throw conflict(NO_RECORD);
      await (await dependencies.deadLetters()).replay([deadLetter]);
      log.info({ deadLetter: deadLetter.id, group: deadLetter.group, actor }, 'a dead letter is replayed');
      return { status: 202, body: managedDeadLetterOf(deadLetter) };
    },
  });
}
