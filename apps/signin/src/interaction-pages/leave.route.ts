import type { Route } from '@gatehouse/http';
import type { PagesDependencies } from './dependencies.ts';
import { noteSignIn, userOfAddress } from './note-sign-in.ts';
import { takeStep } from './step.ts';

/** `POST /sign-in/{id}/back`: the person goes back to the service without signing in (`access_denied`). */
export function goBackRoute(dependencies: PagesDependencies): Route {
  const summary = 'Go back without signing in';
  return takeStep(dependencies, '/sign-in/:id/back', summary, {}, async (visit) => {
    const location = await dependencies.interactions.deny(visit.interaction.id);
    // That there is no organisation is recorded: it says more.
    if (!visit.interaction.isWithoutOrganisation) {
      const { userId = await userOfAddress(dependencies, visit), signedInBy } = visit.interaction;
      noteSignIn(dependencies, visit, { userId, outcome: 'access-denied', method: signedInBy ?? 'code' });
    }
    return visit.goTo(location);
  });
}

/** `POST /sign-in/{id}/another-person`: who is signed in is somebody else; the person is asked anew. */
export function anotherPersonRoute(dependencies: PagesDependencies): Route {
  const summary = 'Sign in as somebody else';
  return takeStep(dependencies, '/sign-in/:id/another-person', summary, {}, async (visit) => {
    await dependencies.interactions.askWhoAgain(visit.interaction.id);
    return visit.goTo(visit.paths.start);
  });
}
