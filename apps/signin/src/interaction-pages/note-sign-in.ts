import { admissionOf } from '../challenges/admission.ts';
import { cutAddress, type SignInFacts } from '../sign-ins/open-sign-ins.ts';
import { currentChallenge } from './code-page.ts';
import type { PagesDependencies } from './dependencies.ts';
import type { Visit } from './visit.ts';

/** Whose the address is that was given last; undefined where it is nobody's. */
export async function userOfAddress(
  dependencies: PagesDependencies,
  visit: Visit,
): Promise<string | undefined> {
  const email = (await currentChallenge(dependencies, visit))?.state.email;
  const admission = email === undefined ? undefined : await admissionOf(dependencies, email);
  return admission !== undefined && 'user' in admission ? admission.user.id : undefined;
}

/** Records what came of a sign-in on its pages. `wrong-code` comes more than once in one. */
export function noteSignIn(
  { signIns }: Pick<PagesDependencies, 'signIns'>,
  { interaction, address }: Visit,
  come: Pick<SignInFacts, 'userId' | 'method' | 'outcome'>,
): void {
  const { authorization, service } = interaction;
  const isOne = come.outcome !== 'wrong-code';
  const facts = { ...come, address: cutAddress(address), serviceId: service.id };
  signIns.note({ ...facts, ...(isOne && { authorization }) });
}
