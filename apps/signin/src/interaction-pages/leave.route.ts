import type { Route } from '@gatehouse/http';
import type { PagesDependencies } from './dependencies.ts';
import { takeStep } from './step.ts';

/** `POST /sign-in/{id}/back`: the person goes back to the service without signing in (`access_denied`). */
export function goBackRoute(dependencies: PagesDependencies): Route {
  return takeStep(dependencies, '/sign-in/:id/back', 'Go back without signing in', {}, async (visit) =>
    visit.goTo(await dependencies.interactions.deny(visit.interaction.id)),
  );
}

/** `POST /sign-in/{id}/another-person`: who is signed in is somebody else; the person is asked anew. */
export function anotherPersonRoute(dependencies: PagesDependencies): Route {
  const summary = 'Sign in as somebody else';
  return takeStep(dependencies, '/sign-in/:id/another-person', summary, {}, async (visit) => {
    await dependencies.interactions.askWhoAgain(visit.interaction.id);
    return visit.goTo(visit.paths.start);
  });
}
