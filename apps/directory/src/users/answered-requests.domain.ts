import type { CommandRequest, UserState } from '@gatehouse/contracts';

/** What a user remembers of the asks that it has answered. */
export type AnsweredRequests = Pick<UserState, 'answered' | 'answeredThrough'>;
/** An ask, or the same one asked again: then its `at` is later. */
export type RequestKey = Pick<CommandRequest, 'id' | 'at'>;

/** So many are remembered in any case. */
export const REMEMBERED_ASKS = 16;
/**
 * So many where they were asked within a minute. Asks of one instant reach us in any order, and one that were taken for
 * answered because others came first would wait until it is asked again: a minute later.
 */
export const REMEMBERED_IN_A_RUSH = 128;
const RUSH_MS = 60_000;

/** Whether this ask has had its effect, in this or an earlier asking. */
export function isKnownCommandRequest({ answered }: AnsweredRequests, { id }: RequestKey): boolean {
  return answered.some((known) => known.id === id);
}

/** Whether this very asking needs nothing more: it, or a later one of the same ask, is remembered, or fell off since. */
export function hasAnswered(
  { answered, answeredThrough }: AnsweredRequests,
  { id, at }: RequestKey,
): boolean {
  if (answeredThrough !== undefined && at <= answeredThrough) return true;
  return answered.some((known) => known.id === id && known.at >= at);
}

/** Those to forget, the oldest first; `latest` is when the newest of all was asked. */
function fallen(others: readonly RequestKey[], latest: string): readonly RequestKey[] {
  const recent = new Date(Date.parse(latest) - RUSH_MS).toISOString();
  const byAge = others.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const count = byAge.findIndex(({ at }, place) => {
    const kept = byAge.length - place + 1;
    return kept <= REMEMBERED_ASKS || (kept <= REMEMBERED_IN_A_RUSH && at >= recent);
  });
  return byAge.slice(0, count === -1 ? byAge.length : count);
}

/**
 * The memory with this asking in it, as the last: the newest 16, or all of the last minute up to 128. The latest instant
 * that fell off stands for those before.
 */
export function rememberCommandRequest(memory: AnsweredRequests, { id, at }: RequestKey): AnsweredRequests {
  const others = memory.answered.filter((known) => known.id !== id);
  const latest = [at, ...others.map((known) => known.at)].sort().at(-1) ?? at;
  const gone = new Set(fallen(others, latest));
  const through = [...gone].map((commandRequest) => commandRequest.at);
  if (memory.answeredThrough !== undefined) through.push(memory.answeredThrough);
  const answeredThrough = through.sort().at(-1);
  return {
    answered: [...others.filter((known) => !gone.has(known)), { id, at }],
    ...(answeredThrough === undefined ? {} : { answeredThrough }),
  };
}
