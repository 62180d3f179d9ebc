import { type Route, route } from '@gatehouse/http';
import { inLanguage } from '@gatehouse/pages';
import { sendRegistrationAgain } from '../process/send-again.ts';
import { followLink } from './link.ts';
import { linkPath } from './link-path.ts';
import { closedPage, pageResponses } from './page-replies.ts';
import { NEW_EMAIL_SENT_PATH } from './show-registration.route.ts';
import { type PagesDependencies, pageQuery, type Visit, visitOf, withCookies } from './visit.ts';

/**
 * `POST /register/{token}/new-email`: what the page of an expired link offers. It goes to the same address only. Where that
 * is a user's by now, what expired is added to the account, and the user gets an email.
 */
export function requestNewEmailRoute(dependencies: PagesDependencies): Route {
  async function request(visit: Visit, token: string, correlationId: string) {
    const { language, chosen } = visit;
    const link = await followLink(dependencies, token);
    if (link.kind === 'open') {
      return { status: 303 as const, location: inLanguage(linkPath(token), language) };
    }
    if (link.kind !== 'expired') return closedPage(dependencies, visit, link, token);
    const origin = { correlationId, actor: `registration:${link.registration._id}` };
    const sent = await sendRegistrationAgain(dependencies, link.registration.state, origin, {
      language: chosen,
    });
    if (sent === 'sent') return { status: 303 as const, location: inLanguage(NEW_EMAIL_SENT_PATH, language) };
    if (sent === 'linked') {
      return { status: 200 as const, html: visit.render({ view: 'ended', reason: 'superseded' }) };
    }
    const reason = sent === 'nobody' ? ('revoked' as const) : ('superseded' as const);
    return closedPage(dependencies, visit, { kind: 'ended', reason }, token);
  }

  return route({
    method: 'post',
    path: '/register/:token/new-email',
    access: 'open',
    summary: 'Ask for a new email after the link ran out',
    query: pageQuery,
    responses: { ...pageResponses, 303: 'The email is on its way, or the link still works' },
    async handle({ params: { token }, query, headers, correlationId }) {
      const visit = visitOf(dependencies, { query, headers }, linkPath(token));
      return withCookies(visit, await request(visit, token, correlationId));
    },
  });
}
