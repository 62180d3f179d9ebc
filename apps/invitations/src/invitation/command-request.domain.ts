import type { CommandRequest, UserState } from '@gatehouse/contracts';

/** A command request to another service. Its id is made of what it is for: sent again, it never requests something else. */
export function newCommandRequest(
  purpose: 'register' | 'link' | 'grant',
  requesterId: string,
  at: string,
): CommandRequest {
  return { id: `${purpose}:${requesterId}`, at, firstAt: at };
}

/** The same command request, sent once more. */
export function sentAgain(commandRequest: CommandRequest, at: string): CommandRequest {
  return { ...commandRequest, at };
}

/**
 * Whether a user's state answers a command request. A user remembers the last ones only; `answeredThrough` stands for
 * those that it no longer lists.
 */
export function isAnswered(
  commandRequest: CommandRequest,
  user: Pick<UserState, 'answered' | 'answeredThrough'>,
): boolean {
  if (user.answered.some(({ id }) => id === commandRequest.id)) return true;
  return user.answeredThrough !== undefined && commandRequest.at <= user.answeredThrough;
}

const REGISTRATION = /^register:(.+)$/;

/** The registrations among the command requests that a user remembers to have answered. */
export function answeredRegistrations(user: Pick<UserState, 'answered'>): string[] {
  return user.answered.flatMap(({ id }) => REGISTRATION.exec(id)?.[1] ?? []);
}
