import type { Route } from '@gatehouse/http';
import { overviewPage } from './overview/overview.page.ts';
import { type SignInDependencies, showSignInRoute, signInRoute } from './sign-in/sign-in.route.ts';
import { signOutRoute } from './sign-in/sign-out.route.ts';

export type PagesDependencies = SignInDependencies;

/** Every page and form of the console. */
export function routesOf(dependencies: PagesDependencies): Route[] {
  return [
    showSignInRoute(dependencies),
    signInRoute(dependencies),
    signOutRoute(dependencies),
    overviewPage(dependencies),
  ];
}
