const DAY_MS = 86_400_000;

/** The ends that a filter names, in milliseconds since 1970. */
export interface RequestedWindow {
  from?: number | undefined;
  to?: number | undefined;
}

/** The window of a filter, both ends included. `completed`: the request did not name both ends. */
export interface UsersWindow {
  from: number;
  to: number;
  completed: boolean;
}

/** What is wrong with the ends that a filter names. */
export function faultsOfWindow({ from, to }: RequestedWindow, nowMs: number, days: number): string[] {
  const faults: string[] = [];
  if (from !== undefined && to !== undefined && from > to) faults.push('From date greater than to date');
  if ((from ?? nowMs) > nowMs || (to ?? nowMs) > nowMs) faults.push('Date range should not be in the future');
  if (from !== undefined && to !== undefined && to - from > days * DAY_MS) {
    faults.push(`Only ${days} days are allowed between dates`);
  }
  return faults;
}

/** The window with both ends as named, from or up to the only one, or the last one up to now. */
export function windowOf({ from, to }: RequestedWindow, nowMs: number, days: number): UsersWindow {
  if (from !== undefined && to !== undefined) return { from, to, completed: false };
  if (from !== undefined) return { from, to: from + days * DAY_MS, completed: true };
  const end = to ?? nowMs;
  return { from: end - days * DAY_MS, to: end, completed: true };
}

/** The members of the answer that describe the window. */
export function wordsOfWindow({ from, to, completed }: UsersWindow, days: number) {
  const text = (ms: number) => new Date(ms).toUTCString();
  return {
    dateRange: `Users between ${text(from)} and ${text(to)}`,
    ...(completed && { warning: `Only ${days} days of data can be fetched` }),
  };
}
