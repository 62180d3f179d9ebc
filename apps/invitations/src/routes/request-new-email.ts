import { type Route, route } from '@gatehouse/http';
import type { Journey } from '../journey/journey.ts';
import { sendRegistrationAgain } from '../journey/send-again.ts';
import { renderPage } from '../pages/render.ts';
import { followLink } from '../register/link.ts';
import { orProblemPage } from '../register/or-problem-page.ts';
import { closedPage, linkPath, pageResponses } from '../register/page-replies.ts';

/**
 * `POST /register/{token}/new-email`: what the page of an expired link offers. It goes to the same address only; where that
 * is a user's by now, what expired is added to the account, and the user is told of it.
 */
export function requestNewEmail(journey: Journey): Route {
  async function request(token: string, correlationId: string) {
    const link = await followLink(journey, token);
    if (link.kind === 'open') return { status: 303 as const, location: linkPath(token) };
    if (link.kind !== 'expired') return closedPage(link, token, journey.clock.now());
    const origin = { correlationId, actor: `registration:${link.registration._id}` };
    const sent = await sendRegistrationAgain(journey, link.registration.state, origin);
    if (sent === 'sent') return { status: 200 as const, html: renderPage({ view: 'new-email-sent' }) };
    if (sent === 'linked') {
      return { status: 200 as const, html: renderPage({ view: 'ended', reason: 'overtaken' }) };
    }
    const reason = sent === 'nobody' ? ('revoked' as const) : ('overtaken' as const);
    return closedPage({ kind: 'ended', reason }, token, journey.clock.now());
  }

  return route({
    method: 'post',
    path: '/register/:token/new-email',
    access: 'open',
    summary: 'Ask for a new email after the link ran out',
    responses: pageResponses,
    handle: ({ params, log, correlationId }) =>
      orProblemPage({ log, correlationId }, () => request(params.token, correlationId)),
  });
}
