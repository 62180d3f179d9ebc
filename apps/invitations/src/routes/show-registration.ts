import { type Route, route } from '@gatehouse/http';
import type { Journey } from '../journey/journey.ts';
import { renderPage } from '../pages/render.ts';
import { WELCOME_PATH } from '../register/destination.ts';
import { followLink } from '../register/link.ts';
import { orProblemPage } from '../register/or-problem-page.ts';
import { closedPage, formPage, pageResponses } from '../register/page-replies.ts';

/** `GET /register/{token}`: what waits for acceptance. Mail scanners follow links, so it changes nothing. */
export function showRegistration(journey: Journey): Route {
  return route({
    method: 'get',
    path: '/register/:token',
    access: 'open',
    summary: 'The page behind the link of a registration email',
    responses: pageResponses,
    handle: ({ params: { token }, log, correlationId }) =>
      orProblemPage({ log, correlationId }, async () => {
        const link = await followLink(journey, token);
        if (link.kind !== 'open') return closedPage(link, token, journey.clock.now());
        const [first] = link.waiting;
        const values = { givenName: first?.givenName ?? '', familyName: first?.familyName ?? '' };
        return formPage(journey, link, token, { status: 200, values, errors: {} });
      }),
  });
}

/** `GET /register/welcome`: where a service has no page of its own. */
export function showWelcome(): Route {
  return route({
    method: 'get',
    path: WELCOME_PATH,
    access: 'open',
    summary: 'The page after acceptance, where the service has none',
    responses: { 200: 'A page' },
    handle: () => ({ status: 200, html: renderPage({ view: 'welcome' }) }),
  });
}
