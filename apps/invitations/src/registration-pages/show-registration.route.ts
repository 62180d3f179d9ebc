import { type Route, route } from '@gatehouse/http';
import { WELCOME_PATH } from './destination.ts';
import { followLink } from './link.ts';
import { linkPath } from './link-path.ts';
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

const PLAIN = [
  ['/register', 'no-link', 'What to do without a link'],
  [WELCOME_PATH, 'welcome', 'The page after acceptance, where the service has none'],
  [NEW_EMAIL_SENT_PATH, 'new-email-sent', 'The page after asking for a new email'],
] as const;

/** The pages that are the same for everybody. */
export function plainPageRoutes(dependencies: PagesDependencies): Route[] {
  return PLAIN.map(([path, view, summary]) =>
    route({
      method: 'get',
      path,
      access: 'open',
      summary,
      query: pageQuery,
      responses: { 200: 'A page' },
      handle({ query, headers }) {
        const visit = visitOf(dependencies, { query, headers }, path);
        return withCookies(visit, { status: 200 as const, html: visit.render({ view }) });
      },
    }),
  );
}
