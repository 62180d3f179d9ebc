import type { ProblemPage, Route } from '@gatehouse/http';
import { problemPages } from '@gatehouse/pages';
import type { Collection } from '@gatehouse/store';
import { platformIdentity } from '@gatehouse/texts';
import type { ConsoleDependencies } from './dependencies.ts';
import { createGateway } from './gateway/gateway-client.ts';
import { createOperatorSite } from './page/site.ts';
import { routesOf } from './routes.ts';
import { openSessions } from './sessions/open-sessions.ts';
import type { SessionDocument } from './sessions/sessions.store.ts';
import { isSecure } from './sign-in/sign-in.route.ts';
import type { SignInAttemptsDocument } from './sign-in/sign-in-attempts.store.ts';
import { openSignInAttempts } from './sign-in/sign-in-attempts.ts';

export interface PagesParts extends Pick<ConsoleDependencies, 'config' | 'sealer' | 'clock' | 'publicUrl'> {
  sessions: Collection<SessionDocument>;
  attempts: Collection<SignInAttemptsDocument>;
  gateway: { url: string; checkCertificate: boolean };
}

/** Everything that pages need, and nothing that a process without visitors needs. */
export function openPages({ config, sealer, clock, publicUrl, sessions, attempts, gateway }: PagesParts): {
  routes: readonly Route[];
  problemPage: ProblemPage;
  close: () => Promise<void>;
} {
  const { OPERATOR_SECRET: operatorSecret, AUDIENCE: audience } = config;
  if (operatorSecret === undefined) throw new Error('the operator’s pages need the operator’s secret');
  const now = () => clock.now();
  const site = createOperatorSite(platformIdentity(config), config.logo);
  const client = createGateway({ ...gateway, audience, operatorSecret, clock });
  const routes = routesOf({
    ...{ site, sealer, clock, publicUrl, operatorSecret },
    sessions: openSessions(sessions, operatorSecret, now),
    attempts: openSignInAttempts(attempts, operatorSecret, now),
    gateway: client,
  });
  const problemPage = problemPages(site.site, () => isSecure(publicUrl));
  return { routes, problemPage, close: () => client.close() };
}
