import type { CommandRequest, UserState } from '@gatehouse/contracts';

/**
 * Whether a user's state answers a command request. A user remembers the last ones only; `answeredThrough` stands for
 * those that it no longer lists.
 */
export function isAnswered(
  commandRequest: CommandRequest,
  { answered, answeredThrough }: Pick<UserState, 'answered' | 'answeredThrough'>,
): boolean {
  if (answered.some(({ id }) => id === commandRequest.id)) return true;
  return answeredThrough !== undefined && commandRequest.at <= answeredThrough;
}
