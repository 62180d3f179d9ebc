import type { CommandRequest, UserState } from '@gatehouse/contracts';

/** How an ask begins; its id is made of what it is for, so that asking again never asks for something else. */
export function newCommandRequest(
  purpose: 'register' | 'link' | 'grant',
  askerId: string,
  at: string,
): CommandRequest {
  return { id: `${purpose}:${askerId}`, at, firstAt: at };
}

/** The same question once more. */
export function askedAgain(commandRequest: CommandRequest, at: string): CommandRequest {
  return { ...commandRequest, at };
}

/**
 * Whether a user's state answers an ask. A user remembers the last asks only; `answeredThrough` stands for those that
 * it no longer lists.
 */
export function isAnswered(
  commandRequest: CommandRequest,
  user: Pick<UserState, 'answered' | 'answeredThrough'>,
): boolean {
  if (user.answered.some(({ id }) => id === commandRequest.id)) return true;
  return user.answeredThrough !== undefined && commandRequest.at <= user.answeredThrough;
}

const REGISTRATION = /^register:(.+)$/;

/** The registrations among the asks that a user remembers to have answered. */
export function answeredRegistrations(user: Pick<UserState, 'answered'>): string[] {
  return user.answered.flatMap(({ id }) => REGISTRATION.exec(id)?.[1] ?? []);
}
