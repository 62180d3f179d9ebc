import type { EndedChallenge } from '@gatehouse/contracts';
import { emailKey } from '@gatehouse/contracts';
import { ACR_SINGLE_FACTOR, type SignedInBy } from '../provider/signed-in.ts';
import type { PagesDependencies } from './dependencies.ts';
import { noteSignIn } from './note-sign-in.ts';
import type { StepReply, Visit } from './visit.ts';

const BY_CODE = { method: 'code' as const, acr: ACR_SINGLE_FACTOR, amr: ['otp'] };

/**
 * Signs the person in who proved the address. It may be repeated: who was interrupted, or pressed twice, goes on all the
 * same, for as long as the sign-in is this browser's.
 */
export async function finishSignIn(
  { interactions, knownBrowsers, people, signIns }: PagesDependencies,
  visit: Visit,
  { userId, email }: EndedChallenge & { userId: string },
  how: Omit<SignedInBy, 'userId' | 'provedEmail'> = BY_CODE,
): Promise<StepReply> {
  const user = await people.users.get(userId);
  if (user?.status === 0) {
    noteSignIn({ signIns }, visit, { userId, method: how.method, outcome: 'deactivated' });
    return visit.page(200, { view: 'refused', reason: 'deactivated' });
  }
  const { id } = visit.interaction;
  const signedIn = { ...how, userId, ...(email !== undefined && { provedEmail: email }) };
  const location = await interactions.finishWithLogin(id, signedIn, visit.origin.correlationId);
  const remembered = email === undefined ? [] : [knownBrowsers.remember(visit.cookies, emailKey(email))];
  return visit.goTo(location, remembered);
}

export interface ProvedThere {
  by: Omit<SignedInBy, 'method'>;
  interactionId: string;
  /** The `Cookie` header. */
  cookies: string | undefined;
  correlationId: string;
}

/** Signs the person in who came from another provider. */
export async function finishFromProvider(
  { interactions, knownBrowsers, people }: PagesDependencies,
  { by, interactionId, cookies, correlationId }: ProvedThere,
): Promise<StepReply> {
  const email = (await people.users.get(by.userId))?.email;
  const location = await interactions.finishWithLogin(
    interactionId,
    { ...by, method: 'provider' },
    correlationId,
  );
  const remembered = email === undefined ? [] : [knownBrowsers.remember(cookies, emailKey(email))];
  return { status: 303, location, headers: { 'set-cookie': remembered } };
}
