import { randomUUID } from 'node:crypto';
import type { Origin } from '@gatehouse/contracts';
import { expire, isOverdue } from '../registration/registration.ts';
import type { ProcessDependencies } from './dependencies.ts';

const AT_A_TIME = 100;

/** Ends the open registrations whose time is over. Gives the milliseconds until the next one's end, if there is one. */
export async function expireRegistrations({
  registrations,
  clock,
}: ProcessDependencies): Promise<number | undefined> {
  const first = await registrations.firstToExpire(AT_A_TIME);
  const origin: Origin = { correlationId: randomUUID(), actor: 'platform' };
  const now = clock.now();
  const due = first.filter(({ state }) => isOverdue(state, now));
  for (const { _id: id } of due) await registrations.change(id, origin, (state) => expire(state, now));
  const next = first[due.length];
  if (next === undefined) return due.length === AT_A_TIME ? 0 : undefined;
  return Date.parse(next.state.expiresAt) - now;
}
