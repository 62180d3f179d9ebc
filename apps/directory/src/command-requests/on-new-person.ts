import type { HandlerResult } from '@gatehouse/consumers';
import { type AcceptedRegistration, type CommandRequest, emailKey, type Origin } from '@gatehouse/contracts';
import type { Clock } from '@gatehouse/runtime';
import { StoreError } from '@gatehouse/store';
import {
  answerCommandRequest,
  answerRegistration,
  type Person,
  registerByCommandRequest,
} from '../users/user.ts';
import type { Users } from '../users/users.store.ts';
import type { RegistrationAnswers } from './registration-answers.store.ts';

export interface RegistrationDependencies {
  users: Users;
  answers: RegistrationAnswers;
  clock: Clock;
}

/** A person who proved an address, at a registration or at a sign-in, and who asks for an account. */
export type NewPerson = Pick<
  AcceptedRegistration,
  'commandRequest' | 'userId' | 'email' | 'givenName' | 'familyName' | 'language'
>;

const ATTEMPTS = 10;

/** Makes the user that is requested. Where the email is another user's, that user answers. */
export async function onNewPerson(
  { users, answers, clock }: RegistrationDependencies,
  newPerson: NewPerson,
  origin: Origin,
): Promise<HandlerResult> {
  const { commandRequest, userId, email, language } = newPerson;
  if (commandRequest === undefined) return { ignored: 'no command request' };
  const answerer = await answers.answererOf(commandRequest.id);
  if (answerer !== undefined) return answerAs(users, answerer, commandRequest, origin);

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const at = new Date(clock.now()).toISOString();
    const changed = await users.change(userId, origin, (current) => {
      if (current === undefined && email === undefined) return { result: 'the person was erased' };
      const state = registerByCommandRequest(current, userId, personOf(newPerson), {
        commandRequest,
        language,
        at,
      });
      return { state, result: state === undefined ? 'answered before' : undefined };
    });
    if (changed.status === 'changed') return undefined;
    if (changed.status === 'unchanged') return { ignored: changed.result ?? 'answered before' };
    const holder = email === undefined ? undefined : await users.holderOf(email);
    // The other user has given the email up meanwhile.
    if (email === undefined || holder === undefined) continue;
    const answered = await users.change(holder.id, origin, (current) => {
      const stillTheirs = current?.state === 'present' && emailKey(current.email ?? '') === emailKey(email);
      return stillTheirs
        ? { state: answerRegistration(current, commandRequest, language), result: true }
        : { result: false };
    });
    if (!answered.result) continue;
    await answers.keep(commandRequest.id, holder.id);
    return undefined;
  }
  throw new StoreError(`registration: the email changed hands ${ATTEMPTS} times`, { retryable: true });
}

async function answerAs(
  users: Users,
  userId: string,
  commandRequest: CommandRequest,
  origin: Origin,
): Promise<HandlerResult> {
  const changed = await users.change(userId, origin, (current) => ({
    state: current === undefined ? undefined : answerCommandRequest(current, commandRequest),
    result: undefined,
  }));
  return changed.status === 'changed' ? undefined : { ignored: 'answered before' };
}

function personOf({ email = '', givenName = '', familyName = '' }: NewPerson): Person {
  return { email, givenName, familyName, status: 1 };
}
