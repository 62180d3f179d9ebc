import { randomUUID } from 'node:crypto';
import type { CommandRequest, Origin } from '@gatehouse/contracts';
import { resendCommand as resendOfInvitation } from '../invitation/invitation.ts';
import { resendCommand as resendOfRegistration } from '../registration/registration.ts';
import { chainOf, type Journey } from './dependencies.ts';

const ASK_AGAIN_MS = 60_000;
const ALARM_MS = 600_000;
const AT_A_TIME = 100;

function ago(now: number, ms: number): string {
  return new Date(now - ms).toISOString();
}

/** Asks once more, under the same ids, what was not answered within a minute. Gives what it asked. */
export async function askAgain({ invitations, registrations, clock }: Journey): Promise<CommandRequest[]> {
  const now = clock.now();
  const at = new Date(now).toISOString();
  const askedUntil = ago(now, ASK_AGAIN_MS);
  const origin: Origin = { correlationId: randomUUID(), actor: 'platform' };
  const asked: CommandRequest[] = [];
  for (const { state } of await invitations.askedUntil(askedUntil, AT_A_TIME)) {
    const { changed } = await invitations.change(state.id, chainOf(state, origin), (current) =>
      'commandRequest' in current &&
      current.commandRequest !== undefined &&
      current.commandRequest.at <= askedUntil
        ? resendOfInvitation(current, at)
        : undefined,
    );
    if (changed && 'commandRequest' in state) asked.push(state.commandRequest);
  }
  for (const { _id: id, state } of await registrations.askedUntil(askedUntil, AT_A_TIME)) {
    const { outcome } = await registrations.change(id, origin, (current) => ({
      state: current && resendOfRegistration(current.state, at),
      result: undefined,
    }));
    if (outcome === 'changed' && state.status === 'accepted' && state.commandRequest !== undefined)
      asked.push(state.commandRequest);
  }
  return asked;
}

/** Whether an ask has waited for ten minutes: an alarm. */
export function isOverdue({ firstAt }: CommandRequest, now: number): boolean {
  return firstAt <= ago(now, ALARM_MS);
}

/** How many asks have waited for ten minutes; counts to two hundred. */
export async function countOverdue({ invitations, registrations, clock }: Journey): Promise<number> {
  const until = ago(clock.now(), ALARM_MS);
  const ofInvitations = await invitations.firstAskedUntil(until, AT_A_TIME);
  const ofRegistrations = await registrations.firstAskedUntil(until, AT_A_TIME);
  return ofInvitations.length + ofRegistrations.length;
}
