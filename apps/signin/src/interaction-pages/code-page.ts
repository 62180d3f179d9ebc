import { isOverdue, isSignedIn } from '../challenges/challenge.domain.ts';
import type { ChallengeDocument } from '../challenges/challenges.store.ts';
import { interactionKey } from '../challenges/challenges.store.ts';
import type { PagesDependencies } from './dependencies.ts';
import type { StepReply, Visit } from './visit.ts';

/** The challenge that counts for a sign-in; undefined where no address was given. */
export function currentChallenge({ challenges }: PagesDependencies, { interaction }: Visit) {
  return challenges.current(interactionKey(interaction.id));
}

const REASONS = { 'wrong-codes': 'wrongCodes', expired: 'expired', replaced: 'replaced' } as const;

/** The page that a challenge is at. `fault`: of the code that was given. */
export function codePage(
  { isDelayed, now }: PagesDependencies,
  visit: Visit,
  document: ChallengeDocument,
  { status, fault }: { status: 200 | 422; fault?: string },
): StepReply {
  const { state } = document;
  if (state.status === 'proved')
    return visit.goTo(state.commandRequest === undefined ? visit.paths.names : visit.paths.wait);
  if (isSignedIn(state)) return visit.page(200, { view: 'proved' });
  const { email } = state;
  if (state.status === 'open' && !isOverdue(state, now()) && email !== undefined) {
    const { expiresAt } = state;
    const delayed = isDelayed(document);
    return visit.page(status, { view: 'code', email, expiresAt, delayed, errors: { code: fault } });
  }
  const outcome = state.status === 'ended' ? state.outcome : 'expired';
  const reason = outcome === 'signed-in' || outcome === 'registered' ? 'expired' : REASONS[outcome];
  return visit.page(status, { view: 'code-over', reason, email });
}
