import type { CommandRequest, UserState } from '@gatehouse/contracts';

/** The command requests that a user has answered. */
export type AnsweredRequests = Pick<UserState, 'answered' | 'answeredThrough'>;
/** A command request. When it is resent, it has the same id and a later `at`. */
export type RequestKey = Pick<CommandRequest, 'id' | 'at'>;

/** So many are always remembered. */
export const REMEMBERED_REQUESTS = 16;
/**
 * So many of the last minute are remembered. Requests of one instant arrive in any order, and one that is mistaken for
 * answered waits a minute until it is resent.
 */
export const REMEMBERED_OF_LAST_MINUTE = 128;
const MINUTE_MS = 60_000;

/** Whether this request had its effect, when it was sent first or resent. */
export function isKnownCommandRequest({ answered }: AnsweredRequests, { id }: RequestKey): boolean {
  return answered.some((known) => known.id === id);
}

/** Whether the request needs no answer as it was sent at `at`: that, or a later resend, is or was remembered. */
export function hasAnswered(
  { answered, answeredThrough }: AnsweredRequests,
  { id, at }: RequestKey,
): boolean {
  if (answeredThrough !== undefined && at <= answeredThrough) return true;
  return answered.some((known) => known.id === id && known.at >= at);
}

/** The requests to drop, the oldest first; `latest` is when the newest of all was sent. */
function dropped(others: readonly RequestKey[], latest: string): readonly RequestKey[] {
  const recent = new Date(Date.parse(latest) - MINUTE_MS).toISOString();
  const byAge = others.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const count = byAge.findIndex(({ at }, index) => {
    const remaining = byAge.length - index + 1;
    return remaining <= REMEMBERED_REQUESTS || (remaining <= REMEMBERED_OF_LAST_MINUTE && at >= recent);
  });
  return byAge.slice(0, count === -1 ? byAge.length : count);
}

/**
 * Adds a request: the newest 16 are remembered, or all of the last minute up to 128. `answeredThrough` is the latest
 * instant of those that were dropped.
 */
export function rememberCommandRequest(memory: AnsweredRequests, { id, at }: RequestKey): AnsweredRequests {
  const others = memory.answered.filter((known) => known.id !== id);
  const latest = [at, ...others.map((known) => known.at)].sort().at(-1) ?? at;
  const gone = new Set(dropped(others, latest));
  const through = [...gone].map((commandRequest) => commandRequest.at);
  if (memory.answeredThrough !== undefined) through.push(memory.answeredThrough);
  const answeredThrough = through.sort().at(-1);
  return {
    answered: [...others.filter((known) => !gone.has(known)), { id, at }],
    ...(answeredThrough === undefined ? {} : { answeredThrough }),
  };
}
