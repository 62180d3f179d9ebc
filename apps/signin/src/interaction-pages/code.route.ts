import type { Route } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';
import { type Admission, admissionOf } from '../challenges/admission.ts';
import {
  canBeSentAgainAt,
  end,
  hasCode,
  isOverdue,
  isSignedIn,
  MOST_WRONG_CODES,
  prove,
  sendAgain,
  signIn,
} from '../challenges/challenge.domain.ts';
import type { ChallengeDocument } from '../challenges/challenges.store.ts';
import { typedCode } from '../challenges/code.ts';
import { codePage, currentChallenge } from './code-page.ts';
import type { PagesDependencies } from './dependencies.ts';
import { finishSignIn } from './finish.ts';
import { noteSignIn } from './note-sign-in.ts';
import { showStep, takeStep } from './step.ts';
import type { StepReply, Visit } from './visit.ts';

/** `GET /sign-in/{id}/code`: "Check your email". */
export function showCodeRoute(dependencies: PagesDependencies): Route {
  return showStep(dependencies, '/sign-in/:id/code', 'Where a person gives the code', async (visit) => {
    const current = await currentChallenge(dependencies, visit);
    return current === undefined
      ? visit.goTo(visit.paths.start)
      : codePage(dependencies, visit, current, { status: 200 });
  });
}

type Verdict = 'right' | 'wrong' | 'moved on';

/** Checks a code against the challenge as it is now, in one write: each wrong one is counted, also of many at once. */
function checkCode(
  { challenges, codes, now }: PagesDependencies,
  { _id: id }: ChallengeDocument,
  { code, admission, visit }: { code: string; admission: Admission; visit: Visit },
): Promise<Verdict> {
  const userId = newId();
  return challenges.decide<Verdict>(id, visit.origin, (current) => {
    const state = current?.state;
    const at = new Date(now()).toISOString();
    if (state?.status !== 'open' || isOverdue(state, now())) return { result: 'moved on' };
    if (!hasCode(state) || !codes.isCode(code, state.sealed, id)) {
      const wrongCodes = (current?.wrongCodes ?? 0) + 1;
      const over = wrongCodes >= MOST_WRONG_CODES ? end(state, 'wrong-codes', at) : undefined;
      return { state: over, marks: { wrongCodes }, result: 'wrong' };
    }
    if (admission.kind === 'user') return { state: signIn(state, admission.user.id, at), result: 'right' };
    if (admission.kind === 'newcomer') return { state: prove(state, userId, at), result: 'right' };
    return { state: end(state, 'expired', at), result: 'right' };
  });
}

/** Where who gave the right code goes on. */
async function goOn(dependencies: PagesDependencies, visit: Visit, admission: Admission): Promise<StepReply> {
  const document = await currentChallenge(dependencies, visit);
  if (document === undefined) return visit.goTo(visit.paths.start);
  if (isSignedIn(document.state)) return finishSignIn(dependencies, visit, document.state);
  if (document.state.status === 'proved') return visit.goTo(visit.paths.names);
  // The account was deactivated, or the invitation withdrawn, since the email was sent.
  if (admission.kind !== 'deactivated') return visit.page(200, { view: 'refused', reason: 'noAccount' });
  const userId = admission.user.id;
  noteSignIn(dependencies, visit, { userId, method: 'code', outcome: 'deactivated' });
  return visit.page(200, { view: 'refused', reason: 'deactivated' });
}

/** `POST /sign-in/{id}/code`: signs in who gives the right code, or asks a newcomer for names. */
export function giveCodeRoute(dependencies: PagesDependencies): Route {
  const fields = { code: z.string().default('') };
  return takeStep(dependencies, '/sign-in/:id/code', 'Give the code', fields, async (visit, { code }) => {
    const { faults } = visit.texts.signIn;
    const current = await currentChallenge(dependencies, visit);
    if (current === undefined) return visit.goTo(visit.paths.start);
    if (isSignedIn(current.state)) return finishSignIn(dependencies, visit, current.state);
    const again = (document: ChallengeDocument, fault?: string) =>
      codePage(dependencies, visit, document, { status: 422, ...(fault !== undefined && { fault }) });
    if (current.state.status !== 'open' || current.state.email === undefined) return again(current);
    if (typedCode(code) === '') return again(current, faults.codeMissing);
    const admission = await admissionOf(dependencies, current.state.email);
    const verdict = await checkCode(dependencies, current, { code, admission, visit });
    if (verdict === 'right') return goOn(dependencies, visit, admission);
    if (verdict === 'wrong') {
      dependencies.onWrongCode();
      visit.log.info({ challengeId: current._id }, 'a wrong code');
      const userId = 'user' in admission ? admission.user.id : undefined;
      noteSignIn(dependencies, visit, { userId, method: 'code', outcome: 'wrong-code' });
    }
    const now = (await dependencies.challenges.get(current._id)) ?? current;
    if (isSignedIn(now.state)) return finishSignIn(dependencies, visit, now.state);
    return again(now, verdict === 'wrong' ? faults.codeWrong : undefined);
  });
}

/** `POST /sign-in/{id}/code/again`: the same code goes out once more, if the address still is one that gets a code. */
export function sendAgainRoute(dependencies: PagesDependencies): Route {
  const { challenges, now } = dependencies;
  const summary = 'Have the email sent again';
  return takeStep(dependencies, '/sign-in/:id/code/again', summary, {}, async (visit) => {
    const current = await currentChallenge(dependencies, visit);
    if (current?.state.status !== 'open') return visit.goTo(visit.paths.code);
    const tooSoonUntil = await challenges.decide<number | undefined>(
      current._id,
      visit.origin,
      (document) => {
        const state = document?.state;
        const instant = now();
        if (document === undefined || state?.status !== 'open') return { result: undefined };
        const soonest = canBeSentAgainAt(state, document.lastAskedAt);
        if (soonest > instant) return { result: soonest };
        const next = sendAgain(state, instant);
        return { state: next, marks: next && { lastAskedAt: instant }, result: undefined };
      },
    );
    if (tooSoonUntil === undefined) return visit.goTo(visit.paths.code);
    const seconds = String(Math.max(1, Math.ceil((tooSoonUntil - now()) / 1_000)));
    return visit.page(429, { view: 'too-soon', seconds }, { 'retry-after': seconds });
  });
}
