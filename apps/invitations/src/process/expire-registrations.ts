import { randomUUID } from 'node:crypto';
import type { Origin } from '@gatehouse/contracts';
import { expire } from '../registration/registration.ts';
import type { Journey } from './dependencies.ts';

const AT_A_TIME = 100;

/** Ends the open registrations whose time is over. Gives the milliseconds until the next one's, if there is one. */
export async function expireRegistrations({ registrations, clock }: Journey): Promise<number | undefined> {
  const first = await registrations.firstToExpire(AT_A_TIME);
  const origin: Origin = { correlationId: randomUUID(), actor: 'platform' };
  const now = clock.now();
  const due = first.filter(({ state }) => Date.parse(state.expiresAt) <= now);
  for (const { _id: id } of due) {
    await registrations.change(id, origin, (current) => ({
      state: current && expire(current.state, now),
      result: undefined,
    }));
  }
  const next = first[due.length];
  if (next === undefined) return due.length === AT_A_TIME ? 0 : undefined;
  return Date.parse(next.state.expiresAt) - now;
}
