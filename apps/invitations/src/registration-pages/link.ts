import { emailKey, type InvitationState } from '@gatehouse/contracts';
import { unavailable } from '@gatehouse/errors';
import { lookUpUntil } from '@gatehouse/runtime';
import type { ProcessDependencies } from '../process/dependencies.ts';
import { lockedUntil } from '../registration/attempts.ts';
import { tokenHash } from '../registration/link-secrets.ts';
import { isOverdue } from '../registration/registration.ts';
import type { RegistrationDocument } from '../registration/registrations.store.ts';

/** What a link leads to now. */
export type Link =
  | { kind: 'unknown' }
  | { kind: 'ended'; reason: 'revoked' | 'declined' | 'superseded' }
  | { kind: 'used'; registration: RegistrationDocument }
  /** `hasAccount`: its email is a user's by now, who can have what expired without a link. */
  | { kind: 'expired'; registration: RegistrationDocument; hasAccount: boolean }
  | { kind: 'locked'; until: string }
  | { kind: 'open'; registration: RegistrationDocument; waiting: InvitationState[] };

/** No page names more. */
const MOST_SHOWN = 1_000;

async function isAUsers({ users }: ProcessDependencies, { state }: RegistrationDocument): Promise<boolean> {
  return state.email !== undefined && (await users.withEmail(emailKey(state.email))) !== undefined;
}

/** Nobody waits on it any more: each invitation was revoked or declined. */
async function endedLink({ invitations }: ProcessDependencies, { _id }: RegistrationDocument): Promise<Link> {
  const [declined] = await invitations.oldestOf(_id, ['declined'], 1);
  return { kind: 'ended', reason: declined === undefined ? 'revoked' : 'declined' };
}

async function expiredLink(
  dependencies: ProcessDependencies,
  registration: RegistrationDocument,
): Promise<Link> {
  const hasAccount = await isAUsers(dependencies, registration);
  // Those that still wait are added to the account by themselves.
  const revivable = await dependencies.invitations.oldestOf(
    registration._id,
    hasAccount ? ['expired'] : ['waiting', 'expired'],
    1,
  );
  if (revivable.length === 0 || registration.state.email === undefined) {
    return hasAccount ? { kind: 'ended', reason: 'superseded' } : endedLink(dependencies, registration);
  }
  return { kind: 'expired', registration, hasAccount };
}

/**
 * The invitations that wait on a registration. Its email may arrive before the invitation that opened it is written as
 * waiting: that is waited for. Throws a Fault (`unavailable`) where it takes long: the link is not over.
 */
async function waitingFor({ invitations }: ProcessDependencies, { _id, state }: RegistrationDocument) {
  const found = await lookUpUntil(async () => {
    const waiting = await invitations.oldestOf(_id, ['waiting'], MOST_SHOWN);
    if (waiting.length > 0 || state.email === undefined) return waiting;
    for await (const _undecided of invitations.toEmail(emailKey(state.email), ['received'])) return undefined;
    return waiting;
  });
  if (found === undefined) throw unavailable();
  return found;
}

async function openLink(
  dependencies: ProcessDependencies,
  registration: RegistrationDocument,
): Promise<Link> {
  if (await isAUsers(dependencies, registration)) return { kind: 'ended', reason: 'superseded' };
  const until = lockedUntil(registration.attempts ?? {}, dependencies.clock.now());
  if (until !== undefined) return { kind: 'locked', until };
  const waiting = await waitingFor(dependencies, registration);
  if (waiting.length === 0) return endedLink(dependencies, registration);
  return { kind: 'open', registration, waiting: waiting.map(({ state }) => state) };
}

/** The registration of a token. A link that a resend replaced is unknown. */
export async function registrationWith(
  { registrations }: ProcessDependencies,
  token: string,
): Promise<RegistrationDocument | undefined> {
  const hash = tokenHash(token);
  return hash === undefined ? undefined : registrations.withToken(hash);
}

/** Follows a token. Changes nothing. */
export async function followLink(dependencies: ProcessDependencies, token: string): Promise<Link> {
  const registration = await registrationWith(dependencies, token);
  if (registration === undefined) return { kind: 'unknown' };
  const { state } = registration;
  switch (state.status) {
    case 'accepted':
      return { kind: 'used', registration };
    case 'revoked':
      return endedLink(dependencies, registration);
    case 'superseded':
      return { kind: 'ended', reason: 'superseded' };
    case 'expired':
      return expiredLink(dependencies, registration);
    case 'open':
      return isOverdue(state, dependencies.clock.now())
        ? expiredLink(dependencies, registration)
        : openLink(dependencies, registration);
  }
}
