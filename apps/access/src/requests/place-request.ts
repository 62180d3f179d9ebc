import type { AccessRequestState, Origin } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { conflict, tooManyRequests, unavailable } from '@gatehouse/errors';
import { asksForSame, standsInTheWay, type Wish } from './request.ts';
import {
  openRequestsOf,
  type RequestDocument,
  type Requests,
  requestKind,
  requestsOfDay,
} from './requests.store.ts';

export const OPEN_AT_MOST = 10;
export const A_DAY_AT_MOST = 20;
/** Others of the person may take a slot at the same time. */
const ATTEMPTS = 40;
const DAY_MS = 86_400_000;

/** The lowest number that no text of these ends in; undefined where all of them are taken. */
function freeSlot(
  prefix: string,
  taken: readonly (string | undefined)[],
  atMost: number,
): string | undefined {
  return Array.from({ length: atMost }, (_, n) => `${prefix}:${n}`).find((slot) => !taken.includes(slot));
}

/**
 * Stores a new request, or finds the open one that asks for the same. Each takes a slot of the person's, of which there are
 * so many as may be open, and so many a day: whatever comes at once, the limits hold.
 */
export async function placeRequest(
  { requests, now }: { requests: Requests; now: () => number },
  wish: Wish,
  origin: Origin,
  make: () => AccessRequestState,
): Promise<{ document: RequestDocument; made: boolean }> {
  const state = make();
  const { id, userId } = state;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const day = state.createdAt.slice(0, 10);
    const [open, ofDay] = await Promise.all([
      openRequestsOf(requests, userId),
      requestsOfDay(requests, userId, day),
    ]);
    const same = open.find((other) => asksForSame(other.state, wish));
    if (same !== undefined) return { document: same, made: false };
    const other = open.find((each) => standsInTheWay(each.state, wish));
    if (other !== undefined) {
      throw conflict('Another request of yours for this organisation is open', { openRequestId: other._id });
    }
    const slot = freeSlot(
      userId,
      open.map((each) => each.slot),
      OPEN_AT_MOST,
    );
    if (slot === undefined || open.length >= OPEN_AT_MOST) {
      throw tooManyRequests(`At most ${OPEN_AT_MOST} of a person's requests are open at a time`, 3_600);
    }
    const daySlot = freeSlot(
      `${userId}:${day}`,
      ofDay.map((each) => each.daySlot),
      A_DAY_AT_MOST,
    );
    if (daySlot === undefined) {
      const untilTomorrow = Math.ceil((DAY_MS - (Date.parse(state.createdAt) % DAY_MS)) / 1_000);
      throw tooManyRequests(`A person makes at most ${A_DAY_AT_MOST} requests a day`, untilTomorrow);
    }
    const written = await changeEntity(requestKind(requests, now), id, origin, () => ({
      state,
      marks: { slot, daySlot },
      result: undefined,
    }));
    if (written.status === 'changed') return { document: written.document, made: true };
  }
  throw unavailable();
}
