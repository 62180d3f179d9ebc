/** How long sessions last. */
export interface SessionTimes {
  ageMs: number;
  /** Without use. */
  idleMs: number;
}

const NOTED_MS = 5 * 60_000;
/** The share of the idle time after which use is noted, where that is sooner. */
const NOTED_SHARE = 10;

interface Used {
  lastUsedAt: number;
  expiresAt: number;
  endedAt?: number | undefined;
}

/** When a session ends that nobody uses or ends any more. */
export function endsAtOf({ lastUsedAt, expiresAt }: Used, { idleMs }: Pick<SessionTimes, 'idleMs'>): number {
  return Math.min(expiresAt, lastUsedAt + idleMs);
}

/** Whether it counts. */
export function counts(session: Used, times: Pick<SessionTimes, 'idleMs'>, nowMs: number): boolean {
  return session.endedAt === undefined && nowMs < endsAtOf(session, times);
}

/** Whether its use is to be noted: not at each request. */
export function isUseToBeNoted(
  { lastUsedAt }: Used,
  { idleMs }: Pick<SessionTimes, 'idleMs'>,
  nowMs: number,
): boolean {
  return nowMs - lastUsedAt >= Math.min(NOTED_MS, idleMs / NOTED_SHARE);
}
