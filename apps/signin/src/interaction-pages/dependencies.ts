import type { AdmissionDependencies } from '../challenges/admission.ts';
import type { KnownBrowsers } from '../challenges/known-browsers.ts';
import type { RunningChallenges } from '../challenges/start-challenges.ts';
import type { People } from '../people/people.read-model.ts';
import type { Interactions } from '../provider/interactions.ts';
import type { PeoplePort } from '../provider/people-port.ts';
import type { Identities } from '../providers/identities.store.ts';
import type { Providers } from '../providers/open-providers.ts';
import type { SignIns } from '../sign-ins/open-sign-ins.ts';
import type { InteractionPages } from './render.ts';

/** What the pages of a sign-in are made with. */
export interface PagesDependencies
  extends RunningChallenges,
    Pick<AdmissionDependencies, 'selfRegistration'> {
  interactions: Interactions;
  people: People;
  /** The organisations among which a person chooses. */
  choices: PeoplePort['choices'];
  lastOrganisation: (sessionId: string | undefined, clientId: string) => Promise<string | undefined>;
  services: { byId(id: string): { name: string } | undefined };
  /** The other ways to sign in. */
  providers: Pick<Providers, 'offeredTo' | 'go' | 'comeBack' | 'nameOf'>;
  identities: Identities;
  signIns: Pick<SignIns, 'note'>;
  knownBrowsers: KnownBrowsers;
  pages: InteractionPages;
  /** Whether cookies are for https alone. */
  secure: boolean;
  publicUrl: string;
  now: () => number;
}
