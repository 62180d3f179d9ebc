import type { HandlerResult } from '@gatehouse/consumers';
import { type EventOf, type Origin, originOf } from '@gatehouse/contracts';
import type { SignIns } from '../sign-ins/open-sign-ins.ts';
import { type Admission, type AdmissionDependencies, admissionOf } from './admission.ts';
import { challengeEmailId, decideEmail, end, isUndecided, type SentEmail } from './challenge.domain.ts';
import type { ChallengeDocument, Challenges } from './challenges.store.ts';
import type { ChallengeCodes } from './code.ts';
import type { SealedAddresses } from './sealed-addresses.ts';

export interface OnChallengeDependencies extends AdmissionDependencies {
  challenges: Challenges;
  codes: ChallengeCodes;
  /** What an email calls the service; undefined for one that is not known here. */
  serviceName: (serviceId: string) => string | undefined;
  /** What it calls where a person signs in without a service. */
  platformName: string;
  /** Resolves true once the projections here have all that the log has at this moment. */
  peopleReachEnd: (timeoutMs: number) => Promise<boolean>;
  addresses: SealedAddresses;
  signIns: Pick<SignIns, 'record'>;
  now: () => number;
}

/** What the log has already is not in this process's projections yet. */
export class NotYetKnown extends Error {
  override readonly name = 'NotYetKnown';
  readonly retryable = true;
}

const BARRIER_MS = 2_000;

const EMAILS = {
  user: 'code',
  newcomer: 'code',
  'no-account': 'no-account',
  deactivated: 'deactivated',
} as const satisfies Record<Admission['kind'], SentEmail>;

/**
 * Whose the address is. A user who is known to be active has the code at once. Before anybody is told that there is none,
 * the projections must have all that is known elsewhere.
 */
async function settledAdmission(dependencies: OnChallengeDependencies, email: string): Promise<Admission> {
  const known = await admissionOf(dependencies, email);
  if (known.kind === 'user') return known;
  const isComplete = await dependencies.peopleReachEnd(BARRIER_MS);
  const admission = isComplete ? await admissionOf(dependencies, email) : known;
  if (!isComplete && admission.kind !== 'newcomer') {
    throw new NotYetKnown('the projections lag behind the log');
  }
  return admission;
}

/** A new address in an interaction takes the place of the former: its code is dropped, and its email is not sent any more. */
async function replaceFormer(
  { challenges, now }: OnChallengeDependencies,
  { _id, state, interaction }: ChallengeDocument,
  origin: Origin,
): Promise<void> {
  const at = new Date(now()).toISOString();
  for (const other of await challenges.ofInteraction(interaction)) {
    const isFormer = other._id !== _id && other.state.createdAt <= state.createdAt;
    if (isFormer && other.state.status === 'open')
      await challenges.change(other._id, origin, (current) => end(current, 'replaced', at));
  }
}

/** Somebody asked for a code with the address of a deactivated user. Done again, it is the same record. */
function recordDeactivated(
  { signIns, addresses }: OnChallengeDependencies,
  { _id, state: { serviceId }, address }: ChallengeDocument,
  userId: string,
): Promise<void> {
  return signIns.record({
    ...{ userId, method: 'code', outcome: 'deactivated', serviceId, authorization: _id },
    address: address && addresses.open(address, _id),
  });
}

/** Decides which email a challenge sends, by its state in the store and by whose the address is. */
export async function onChallenge(
  dependencies: OnChallengeDependencies,
  event: EventOf<'gatehouse.signin.challenge.v1'>,
): Promise<HandlerResult> {
  const { challenges, codes, serviceName, platformName, now } = dependencies;
  const { id } = event.data.state;
  const document = await challenges.get(id);
  if (document === undefined || !isUndecided(document.state)) return { ignored: 'nothing to decide' };
  const { state } = document;
  const origin = originOf(event);
  const admission = await settledAdmission(dependencies, state.email);
  const name = state.serviceId === undefined ? platformName : serviceName(state.serviceId);
  if (name === undefined) throw new NotYetKnown('the service is not known here yet');
  if (admission.kind === 'deactivated') {
    await recordDeactivated(dependencies, document, admission.user.id);
  }
  await challenges.change(id, origin, (current) => {
    // Sent again meanwhile: that generation's own event decides it too.
    if (!isUndecided(current)) return undefined;
    const sealed = codes.forEmail(current.sealed, id, challengeEmailId(current));
    return decideEmail(current, { email: EMAILS[admission.kind], serviceName: name, sealed }, now());
  });
  if (state.generation === 1) await replaceFormer(dependencies, document, origin);
  return undefined;
}
