import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { cookieNamed, isOwnOrigin, type Route, route, setCookie, URL_LIMIT } from '@gatehouse/http';
import { z } from 'zod';
import type { CookieNames } from '../provider/cookies.ts';
import type { Sessions } from '../sessions/open-sessions.ts';
import type { PlainPages } from './pages.ts';
import { readSignOut, type SignOutParts, type SignOutRequest } from './sign-out-request.ts';

export interface EndSessionDependencies extends SignOutParts {
  sessions: Sessions;
  cookies: CookieNames;
  secure: boolean;
  publicUrl: string;
  plainPages: PlainPages;
}

const PATH = '/oidc/end-session';

const query = z.object({
  id_token_hint: z.string().optional().describe('An ID token of the session, run out or not.'),
  client_id: z.string().optional().describe('The client id of the service.'),
  post_logout_redirect_uri: z
    .string()
    .optional()
    .describe('Where the browser goes afterwards: a registered address.'),
  state: z.string().optional().describe('Sent back with it.'),
  lang: z.string().optional().describe('The language to read in: `en` or `cy`'),
});
const form = query.omit({ lang: true }).extend({
  confirm: z.string().optional().describe('The token of the page that asks.'),
});

const responses = {
  200: 'A page that asks, or that says that it is done.',
  303: 'To the service, or to the same request by `GET`.',
  400: 'A page: the request may not be followed, and nobody was signed out.',
  403: 'A page: the form was not sent by the page that asks, and nobody was signed out.',
};

type Values = z.output<typeof form>;

/** What the page's form must carry: only who has the session's cookie can make it. */
function tokenOf(cookie: string): string {
  return createHmac('sha256', cookie).update('sign-out').digest('base64url');
}

function isTokenOf(cookie: string, given: string): boolean {
  const [expected, actual] = [Buffer.from(tokenOf(cookie)), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

const given = ({ id_token_hint, client_id, post_logout_redirect_uri, state }: Values): SignOutRequest => ({
  ...{ id_token_hint, client_id, post_logout_redirect_uri, state },
});

/** `GET` and `POST /oidc/end-session`: a hint of this very session ends it at once, otherwise a page asks. */
export function endSessionRoutes(dependencies: EndSessionDependencies): Route[] {
  const { sessions, cookies, secure, publicUrl, plainPages } = dependencies;

  function page(
    view: Parameters<PlainPages['render']>[0],
    status: 200 | 400 | 403,
    headers: IncomingHttpHeaders,
    {
      lang,
      values = {},
      ended = false,
    }: { lang?: string | undefined; values?: object; ended?: boolean } = {},
  ) {
    const shown = plainPages.render(view, { path: PATH, cookies: headers.cookie, lang }, { ...values });
    const gone = ended
      ? [setCookie({ name: cookies.session, value: '', path: '/', maxAgeSeconds: 0, secure })]
      : [];
    const set = [...shown.cookies, ...gone];
    return {
      status,
      html: shown.html,
      // The address has tokens, and the form's origin must be told.
      headers: { 'referrer-policy': 'same-origin', ...(set.length > 0 && { 'set-cookie': set }) },
      // The way on from the form leads to the service.
      policy: { 'form-action': 'unrestricted' as const },
    };
  }

  function done(to: string | undefined, headers: IncomingHttpHeaders, lang?: string) {
    if (to === undefined) return page('signed-out', 200, headers, { lang, ended: true });
    const gone = setCookie({ name: cookies.session, value: '', path: '/', maxAgeSeconds: 0, secure });
    return { status: 303 as const, location: to, headers: { 'set-cookie': gone } };
  }

  const asked = route({
    method: 'get',
    path: PATH,
    access: 'open',
    summary: 'Sign out of every service (RP-Initiated Logout 1.0)',
    query,
    responses,
    async handle({ query: { lang, ...values }, headers, correlationId }) {
      const read = await readSignOut(values, dependencies);
      if (read === undefined) return page('cannot-sign-out', 400, headers, { lang });
      const cookie = cookieNamed(cookies.session, headers.cookie);
      const session = cookie && (await sessions.withCookie(cookie));
      if (!cookie || !session) return done(read.to, headers, lang);
      const { id } = session.state;
      if (read.hint?.sessionId === id) {
        await sessions.end(id, 'signed-out', { correlationId, actor: 'public' });
        return done(read.to, headers, lang);
      }
      const fields = {
        confirm: tokenOf(cookie),
        ...(read.to !== undefined && {
          client_id: read.service?.clientId,
          post_logout_redirect_uri: values.post_logout_redirect_uri,
          ...(values.state !== undefined && { state: values.state }),
        }),
      };
      return page('sign-out', 200, headers, { lang, values: { fields } });
    },
  });

  const confirmed = route({
    method: 'post',
    path: PATH,
    access: 'open',
    summary: 'Sign out, as the page asked or as a service sends it',
    body: form,
    bodyType: 'form',
    // It has to fit into an address.
    bodyLimit: URL_LIMIT,
    responses,
    async handle({ body, headers, correlationId }) {
      if (body.confirm === undefined) {
        // Another site's form brings no cookie: what comes by GET decides.
        const params = Object.entries(given(body)).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        );
        const search = new URLSearchParams(params).toString();
        return { status: 303 as const, location: search === '' ? PATH : `${PATH}?${search}` };
      }
      const read = await readSignOut(given(body), dependencies);
      if (read === undefined) return page('cannot-sign-out', 400, headers);
      const cookie = cookieNamed(cookies.session, headers.cookie);
      const session = cookie && (await sessions.withCookie(cookie));
      if (!cookie || !session) return done(read.to, headers);
      if (!isOwnOrigin(headers, publicUrl) || !isTokenOf(cookie, body.confirm)) {
        return page('cannot-sign-out', 403, headers);
      }
      await sessions.end(session.state.id, 'signed-out', { correlationId, actor: 'public' });
      return done(read.to, headers);
    },
  });
  return [asked, confirmed];
}
