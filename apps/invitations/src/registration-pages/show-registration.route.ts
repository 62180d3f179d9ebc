import { type Route, route } from '@gatehouse/http';
import { WELCOME_PATH } from './destination.ts';
import { followLink } from './link.ts';
import { linkPath } from './link-path.ts';
import type { Page } from './page.ts';
import { closedPage, formPage, pageResponses } from './page-replies.ts';
import { type PagesDependencies, pageQuery, visitOf, withCookies } from './visit.ts';

/** `GET /register/{token}`: the invitations that wait. Mail scanners follow links, so it changes nothing. */
export function showRegistrationRoute(dependencies: PagesDependencies): Route {
  return route({
    method: 'get',
    path: '/register/:token',
    access: 'open',
    summary: 'The page behind the link of a registration email',
    query: pageQuery,
    responses: pageResponses,
    async handle({ params: { token }, query, headers }) {
      const visit = visitOf(dependencies, { query, headers }, linkPath(token));
      const link = await followLink(dependencies, token);
      if (link.kind !== 'open') return withCookies(visit, await closedPage(dependencies, visit, link, token));
      const [first] = link.waiting;
      const values = { givenName: first?.givenName ?? '', familyName: first?.familyName ?? '' };
      const page = await formPage(dependencies, visit, link, token, { status: 200, values, errors: {} });
      return withCookies(visit, page);
    },
  });
}

/** The page after asking for a new email. */
export const NEW_EMAIL_SENT_PATH = '/register/check-your-email';

function plainPage(dependencies: PagesDependencies, path: string, summary: string, page: Page): Route {
  return route({
    method: 'get',
    path,
    access: 'open',
    summary,
    query: pageQuery,
    responses: { 200: 'A page' },
    handle({ query, headers }) {
      const visit = visitOf(dependencies, { query, headers }, path);
      return withCookies(visit, { status: 200 as const, html: visit.render(page) });
    },
  });
}

/** The pages that are the same for everybody. */
export function plainPageRoutes(dependencies: PagesDependencies): Route[] {
  return [
    plainPage(dependencies, '/register', 'What to do without a link', { view: 'no-link' }),
    plainPage(dependencies, WELCOME_PATH, 'The page after acceptance, where the service has none', {
      view: 'welcome',
    }),
    plainPage(dependencies, NEW_EMAIL_SENT_PATH, 'The page after asking for a new email', {
      view: 'new-email-sent',
    }),
  ];
}
