import { type ChallengeState, emailKey, type ProvedChallenge } from '@gatehouse/contracts';
import { lookUpUntil } from '@gatehouse/runtime';
import { isSignedIn } from '../challenges/challenge.domain.ts';
import type { CameBy, ChallengeDocument } from '../challenges/challenges.store.ts';
import { currentChallenge } from './code-page.ts';
import type { PagesDependencies } from './dependencies.ts';
import { finishSignIn } from './finish.ts';
import type { ShownInvitation } from './page.ts';
import type { StepReply, Visit } from './visit.ts';

/** The challenge of a newcomer who is asked for names; otherwise where the person is. */
export async function newcomerOf(
  dependencies: PagesDependencies,
  visit: Visit,
): Promise<
  { document: ChallengeDocument; state: ProvedChallenge & { email: string } } | { reply: StepReply }
> {
  const document = await currentChallenge(dependencies, visit);
  const state = document?.state;
  if (document === undefined || state?.status !== 'proved' || state.email === undefined)
    return { reply: visit.goTo(document === undefined ? visit.paths.start : visit.paths.code) };
  if (state.commandRequest !== undefined) return { reply: visit.goTo(visit.paths.wait) };
  return { document, state: { ...state, email: state.email } };
}

/** What waits for a newcomer's address: the oldest first. */
export async function invitationsFor({ people, services }: PagesDependencies, email: string) {
  const waiting = await people.invitations.waitingFor(emailKey(email));
  const ids = waiting.flatMap(({ organisationId }) => organisationId ?? []);
  const organisations = new Map(
    (await people.organisations.of([...new Set(ids)])).map((each) => [each.id, each.name]),
  );
  const shown = waiting.map(
    ({ id, serviceId, organisationId }): ShownInvitation => ({
      id,
      serviceName: services.byId(serviceId)?.name ?? '',
      organisationName: organisationId === undefined ? undefined : organisations.get(organisationId),
    }),
  );
  return { first: waiting[0], shown };
}

/** What the newcomer was invited to is to be in place, so that the organisation choice sees it. */
const INVITATIONS_MS = 2_000;

async function invitationsInPlace(
  { people, now }: PagesDependencies,
  { shown = [], updatedAt }: Extract<ChallengeState, { status: 'ended' }>,
): Promise<void> {
  const until = Date.parse(updatedAt) + INVITATIONS_MS;
  if (shown.length === 0) return;
  await lookUpUntil(async () => {
    const done = now() > until || (await people.invitations.areOver(shown.slice(0, 1_000)));
    return done ? 'done' : undefined;
  });
}

/** Signs the newcomer in once directory has answered; undefined until then. */
export async function finishNewcomer(
  dependencies: PagesDependencies,
  visit: Visit,
): Promise<StepReply | undefined> {
  const document = await currentChallenge(dependencies, visit);
  const state = document?.state;
  if (state === undefined || !isSignedIn(state)) return undefined;
  await invitationsInPlace(dependencies, state);
  const { cameBy } = document ?? {};
  if (cameBy === undefined) return finishSignIn(dependencies, visit, state);
  const userId = await linkNewcomer(dependencies, visit, cameBy, state.userId);
  const { issuer: _issuer, subject: _subject, newUserId: _newUserId, ...how } = cameBy;
  return finishSignIn(dependencies, visit, { ...state, userId }, { ...how, method: 'provider' });
}

/** Makes the account elsewhere the newcomer's, or of whom had the address by then, who is told; whose it is. */
async function linkNewcomer(
  { identities, providers, people }: PagesDependencies,
  visit: Visit,
  { issuer, subject, providerId, newUserId }: CameBy,
  userId: string,
): Promise<string> {
  const account = { issuer, subject, userId, providerId, correlationId: visit.origin.correlationId };
  if (userId === newUserId) {
    return (await identities.link({ ...account, linkedBy: 'registration' }, 'public')).userId;
  }
  const user = await people.users.get(userId);
  const told = {
    ...{ userVersion: user?.incarnation ?? 1, providerName: (await providers.nameOf(providerId)) ?? issuer },
    ...{ givenName: user?.givenName, language: user?.language },
  };
  return (await identities.link({ ...account, linkedBy: 'email', told }, 'public')).userId;
}
