import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { inLanguage } from '@gatehouse/pages';
import { z } from 'zod';
import { typedCode } from '../registration/link-secrets.ts';
import { declineLink } from './decline-link.ts';
import { followLink, type Link, registrationWith } from './link.ts';
import { declinePath, linkPath } from './link-path.ts';
import {
  closedPage,
  codeFault,
  pageResponses,
  type RegisterPageReply,
  shownInvitations,
} from './page-replies.ts';
import {
  type PagesDependencies,
  pageQuery,
  type Visit,
  type VisitRequest,
  visitOf,
  withCookies,
} from './visit.ts';

type OpenLink = Extract<Link, { kind: 'open' }>;

interface Named {
  token: string;
  invitationId: string;
}

interface SentCode {
  code: string;
  correlationId: string;
}

type DeclineReply = RegisterPageReply | { status: 303; location: string };

/** The pages that decline one invitation. */
function declining(dependencies: PagesDependencies) {
  /** The page of one that has been declined; undefined for one that has not. */
  async function declinedPage(visit: Visit, { token, invitationId }: Named) {
    const registration = await registrationWith(dependencies, token);
    const state = (await dependencies.invitations.get(invitationId))?.state;
    if (state?.status !== 'declined' || state.registrationId !== registration?._id) return undefined;
    const [invitation] = await shownInvitations(dependencies, [state]);
    if (invitation === undefined) return undefined;
    const { kind } = await followLink(dependencies, token);
    const others = kind === 'open' ? inLanguage(linkPath(token), visit.language) : undefined;
    return { status: 200 as const, html: visit.render({ view: 'declined', invitation, others }) };
  }

  /** The form that declines. Throws a Fault (`not-found`) for an invitation of another link. */
  async function form(visit: Visit, { token, invitationId }: Named, link: OpenLink, error?: string) {
    const named = link.waiting.filter(({ id }) => id === invitationId);
    const [invitation] = await shownInvitations(dependencies, named);
    if (invitation === undefined) throw notFound();
    const { language } = visit;
    const html = visit.render({
      view: 'decline',
      action: inLanguage(declinePath(token, invitationId), language),
      back: inLanguage(linkPath(token), language),
      invitation,
      others: link.waiting.length > 1,
      errors: { code: error },
    });
    return { status: error === undefined ? (200 as const) : (422 as const), html };
  }

  /** Without a form that was sent, the page is shown. */
  async function answer(visit: Visit, named: Named, sent?: SentCode): Promise<DeclineReply> {
    const { token, invitationId } = named;
    const done = await declinedPage(visit, named);
    if (done !== undefined) return done;
    const link = await followLink(dependencies, token);
    if (link.kind !== 'open') return closedPage(dependencies, visit, link, token);
    if (sent === undefined) return form(visit, named, link);
    const { code, correlationId } = sent;
    if (typedCode(code) === '') return form(visit, named, link, visit.texts.faults.codeMissing);
    if (!link.waiting.some(({ id }) => id === invitationId)) throw notFound();
    const verdict = await declineLink(dependencies, link.registration, { code, invitationId }, correlationId);
    if (verdict.kind === 'wrong code') return form(visit, named, link, codeFault(visit, verdict));
    if (verdict.kind === 'moved on') return answer(visit, named);
    return { status: 303, location: inLanguage(declinePath(token, invitationId), visit.language) };
  }

  return {
    path: '/register/:token/decline/:invitationId' as const,
    access: 'open' as const,
    uuidParams: ['invitationId'] as const,
    query: pageQuery,
    async reply(request: VisitRequest & { params: Named }, sent?: SentCode) {
      const { token, invitationId } = request.params;
      const visit = visitOf(dependencies, request, declinePath(token, invitationId));
      return withCookies(visit, await answer(visit, request.params, sent));
    },
  };
}

/** `GET /register/{token}/decline/{invitationId}`: the page that declines one invitation; it changes nothing. */
export function showDeclineRoute(dependencies: PagesDependencies): Route {
  const { reply, ...declared } = declining(dependencies);
  return route({
    ...declared,
    method: 'get',
    summary: 'The page that declines one of the invitations behind a link',
    responses: pageResponses,
    handle: (request) => reply(request),
  });
}

/** `POST /register/{token}/decline/{invitationId}`: declines it, with the right code. */
export function declineInvitationRoute(dependencies: PagesDependencies): Route {
  const { reply, ...declared } = declining(dependencies);
  return route({
    ...declared,
    method: 'post',
    summary: 'Decline one of the invitations behind a link',
    body: z.object({ code: z.string().default('') }),
    bodyType: 'form',
    responses: { ...pageResponses, 303: 'Declined: on to the page that says so' },
    handle: (request) => reply(request, { code: request.body.code, correlationId: request.correlationId }),
  });
}
