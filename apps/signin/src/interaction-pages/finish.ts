import type { EndedChallenge } from '@gatehouse/contracts';
import { emailKey } from '@gatehouse/contracts';
import { ACR_SINGLE_FACTOR } from '../provider/signed-in.ts';
import type { PagesDependencies } from './dependencies.ts';
import type { StepReply, Visit } from './visit.ts';

/**
 * Signs the person in who proved the address. It may be repeated: who was interrupted, or pressed twice, goes on all the
 * same, for as long as the sign-in is this browser's.
 */
export async function finishSignIn(
  { interactions, knownBrowsers, people }: PagesDependencies,
  visit: Visit,
  { userId, email }: EndedChallenge & { userId: string },
): Promise<StepReply> {
  const user = await people.users.get(userId);
  if (user?.status === 0) return visit.page(200, { view: 'refused', reason: 'deactivated' });
  const { id } = visit.interaction;
  const signedIn = {
    ...{ userId, method: 'code' as const, acr: ACR_SINGLE_FACTOR, amr: ['otp'] },
    ...(email !== undefined && { provedEmail: email }),
  };
  const location = await interactions.finishWithLogin(id, signedIn, visit.origin.correlationId);
  const remembered = email === undefined ? [] : [knownBrowsers.remember(visit.cookies, emailKey(email))];
  return visit.goTo(location, remembered);
}
