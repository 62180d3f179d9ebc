import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { inLanguage } from '@gatehouse/pages';
import { z } from 'zod';
import type { ProcessDependencies } from '../process/dependencies.ts';
import { typedCode } from '../registration/link-secrets.ts';
import { declineLink } from './decline-link.ts';
import { followLink, type Link, registrationWith } from './link.ts';
import { declinePath, linkPath } from './link-path.ts';
import { closedPage, codeFault, pageResponses, shownInvitations } from './page-replies.ts';
import { type PagesDependencies, pageQuery, type Visit, visitOf, withCookies } from './visit.ts';

type OpenLink = Extract<Link, { kind: 'open' }>;

interface Named {
  token: string;
  invitationId: string;
}

const path = '/register/:token/decline/:invitationId';
const uuidParams = ['invitationId'] as const;

/** What the pages that decline one invitation are made of. */
function declining(dependencies: ProcessDependencies) {
  /** The page of one that has been declined; undefined for one that has not. */
  async function declinedPage(visit: Visit, { token, invitationId }: Named) {
    const registration = await registrationWith(dependencies, token);
    const state = (await dependencies.invitations.get(invitationId))?.state;
    if (state?.status !== 'declined' || state.registrationId !== registration?._id) return undefined;
    const [invitation] = await shownInvitations(dependencies, [state]);
    if (invitation === undefined) return undefined;
    const others =
      (await followLink(dependencies, token)).kind === 'open'
        ? inLanguage(linkPath(token), visit.language)
        : undefined;
    return { status: 200 as const, html: visit.render({ view: 'declined', invitation, others }) };
  }

  /** The form that declines. Throws a Fault (`not-found`) for an invitation of another link. */
  async function form(visit: Visit, { token, invitationId }: Named, link: OpenLink, error?: string) {
    const [invitation] = await shownInvitations(
      dependencies,
      link.waiting.filter(({ id }) => id === invitationId),
    );
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

  async function show(visit: Visit, named: Named) {
    const done = await declinedPage(visit, named);
    if (done !== undefined) return done;
    const link = await followLink(dependencies, named.token);
    return link.kind === 'open'
      ? form(visit, named, link)
      : closedPage(dependencies, visit, link, named.token);
  }

  async function submit(visit: Visit, named: Named, code: string, correlationId: string) {
    const { token, invitationId } = named;
    const done = await declinedPage(visit, named);
    if (done !== undefined) return done;
    const link = await followLink(dependencies, token);
    if (link.kind !== 'open') return closedPage(dependencies, visit, link, token);
    if (typedCode(code) === '') return form(visit, named, link, visit.texts.faults.codeMissing);
    if (!link.waiting.some(({ id }) => id === invitationId)) throw notFound();
    const verdict = await declineLink(dependencies, link.registration, { code, invitationId }, correlationId);
    switch (verdict.kind) {
      case 'wrong code':
        return form(visit, named, link, codeFault(visit, verdict));
      case 'moved on':
        return show(visit, named);
      case 'declined': {
        const location = inLanguage(declinePath(token, invitationId), visit.language);
        return { status: 303 as const, location };
      }
    }
  }

  return { show, submit };
}

/** `GET /register/{token}/decline/{invitationId}`: the page that declines one invitation; it changes nothing. */
export function showDeclineRoute(dependencies: PagesDependencies): Route {
  const { show } = declining(dependencies);
  return route({
    method: 'get',
    path,
    access: 'open',
    summary: 'The page that declines one of the invitations behind a link',
    uuidParams,
    query: pageQuery,
    responses: pageResponses,
    async handle({ params, query, headers }) {
      const visit = visitOf(dependencies, { query, headers }, declinePath(params.token, params.invitationId));
      return withCookies(visit, await show(visit, params));
    },
  });
}

/** `POST /register/{token}/decline/{invitationId}`: declines it, with the right code. */
export function declineInvitationRoute(dependencies: PagesDependencies): Route {
  const { submit } = declining(dependencies);
  return route({
    method: 'post',
    path,
    access: 'open',
    summary: 'Decline one of the invitations behind a link',
    uuidParams,
    query: pageQuery,
    body: z.object({ code: z.string().default('') }),
    bodyType: 'form',
    responses: { ...pageResponses, 303: 'Declined: on to the page that says so' },
    async handle({ params, query, headers, body, correlationId }) {
      const visit = visitOf(dependencies, { query, headers }, declinePath(params.token, params.invitationId));
      return withCookies(visit, await submit(visit, params, body.code, correlationId));
    },
  });
}
