import { randomUUID } from 'node:crypto';
import type { CommandRequest, InvitationState, Origin, RegistrationState } from '@gatehouse/contracts';
import { resendCommand as resendOfInvitation } from '../invitation/invitation.ts';
import { resendCommand as resendOfRegistration } from '../registration/registration.ts';
import { chainOf, type ProcessDependencies } from './dependencies.ts';

const RESEND_MS = 60_000;
const ALARM_MS = 600_000;
const AT_A_TIME = 100;

function ago(now: number, ms: number): string {
  return new Date(now - ms).toISOString();
}

function commandRequestOf(state: InvitationState | RegistrationState): CommandRequest | undefined {
  return 'commandRequest' in state ? state.commandRequest : undefined;
}

/** Sends command requests again, under the same ids, that have no reply after a minute. Gives those that it sent. */
export async function resendCommandRequests({
  invitations,
  registrations,
  clock,
}: ProcessDependencies): Promise<CommandRequest[]> {
  const now = clock.now();
  const at = new Date(now).toISOString();
  const until = ago(now, RESEND_MS);
  const origin: Origin = { correlationId: randomUUID(), actor: 'platform' };
  const isDue = (state: InvitationState | RegistrationState) => (commandRequestOf(state)?.at ?? at) <= until;
  const sent: (CommandRequest | undefined)[] = [];
  for (const { state } of await invitations.commandSentUntil(until, AT_A_TIME)) {
    const { changed } = await invitations.change(state.id, chainOf(state, origin), (current) =>
      isDue(current) ? resendOfInvitation(current, at) : undefined,
    );
    if (changed) sent.push(commandRequestOf(state));
  }
  for (const { state } of await registrations.commandSentUntil(until, AT_A_TIME)) {
    const { changed } = await registrations.change(state.id, origin, (current) =>
      isDue(current) ? resendOfRegistration(current, at) : undefined,
    );
    if (changed) sent.push(commandRequestOf(state));
  }
  return sent.filter((each) => each !== undefined);
}

/** Whether a command request has waited for ten minutes: an alarm. */
export function isOverdue({ firstAt }: CommandRequest, now: number): boolean {
  return firstAt <= ago(now, ALARM_MS);
}

/** How many command requests have waited for ten minutes; counts to two hundred. */
export async function countOverdue({
  invitations,
  registrations,
  clock,
}: ProcessDependencies): Promise<number> {
  const until = ago(clock.now(), ALARM_MS);
  const ofInvitations = await invitations.commandFirstSentUntil(until, AT_A_TIME);
  const ofRegistrations = await registrations.commandFirstSentUntil(until, AT_A_TIME);
  return ofInvitations.length + ofRegistrations.length;
}
