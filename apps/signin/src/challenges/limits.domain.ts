const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A challenge on record, as far as limits count it. */
export interface CountedChallenge {
  /** Milliseconds since the epoch. */
  at: number;
  /** The part of the network that it came from: /24 or /48. */
  region: string;
  /** Whether it came by a browser in which the person had signed in. */
  knownBrowser: boolean;
}

interface Limit {
  most: number;
  windowMs: number;
}

const OF_ONE: readonly Limit[] = [
  { most: 5, windowMs: HOUR_MS },
  { most: 20, windowMs: DAY_MS },
];
const OF_ALL: readonly Limit[] = [
  { most: 20, windowMs: HOUR_MS },
  { most: 60, windowMs: DAY_MS },
];

/** No limit of an address looks at more, but for requests of one instant. */
export const MOST_COUNTED = 100;

/** Until when the limits are reached; undefined where they are not. `times`: the newest first. */
function reachedUntil(times: readonly number[], limits: readonly Limit[], now: number): number | undefined {
  const ends = limits.flatMap(({ most, windowMs }) => {
    const nth = times[most - 1];
    return nth !== undefined && nth + windowMs > now ? [nth + windowMs] : [];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/**
 * Until when an address must wait, by its challenges of the last day, the newest first. A known browser has a count of its
 * own, and others are counted for each part of the network: a stranger elsewhere delays nobody much.
 */
export function addressWaitsUntil(
  challenges: readonly CountedChallenge[],
  asked: Pick<CountedChallenge, 'region' | 'knownBrowser'>,
  now: number,
): number | undefined {
  const timesOf = (counts: (challenge: CountedChallenge) => boolean) =>
    challenges.filter(counts).map(({ at }) => at);
  if (asked.knownBrowser)
    return reachedUntil(
      timesOf(({ knownBrowser }) => knownBrowser),
      OF_ONE,
      now,
    );
  const others = timesOf(({ knownBrowser }) => !knownBrowser);
  const fromHere = timesOf(({ knownBrowser, region }) => !knownBrowser && region === asked.region);
  const ends = [reachedUntil(fromHere, OF_ONE, now), reachedUntil(others, OF_ALL, now)];
  const reached = ends.filter((until) => until !== undefined);
  return reached.length === 0 ? undefined : Math.max(...reached);
}

/** The challenges of one network that are counted: when its newest came, and those after which its numbers are reached. */
export interface NetworkCount {
  newest: number | undefined;
  /** The n-th newest, n being the hour's number. */
  nthOfHour: number | undefined;
  /** The 3n-th newest. */
  nthOfDay: number | undefined;
}

/** The newest challenge matters for so long. */
export const NETWORK_PAUSE_MS = MINUTE_MS;
/** The day's number is so many times the hour's. */
export const DAYS_NUMBER = 3;

/** Until when a network must wait: beyond its numbers, a minute after its newest challenge. */
export function networkWaitsUntil(
  { newest, nthOfHour, nthOfDay }: NetworkCount,
  now: number,
): number | undefined {
  const isReached =
    (nthOfHour !== undefined && nthOfHour > now - HOUR_MS) ||
    (nthOfDay !== undefined && nthOfDay > now - DAY_MS);
  if (!isReached || newest === undefined) return undefined;
  const until = newest + NETWORK_PAUSE_MS;
  return until > now ? until : undefined;
}
