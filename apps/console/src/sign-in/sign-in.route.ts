import type { IncomingHttpHeaders } from 'node:http';
import { CLIENT_ADDRESS_HEADER } from '@gatehouse/contracts';
import { isOwnOrigin, type ReplyHeaders, type Route, route } from '@gatehouse/http';
import type { Clock, Sealer } from '@gatehouse/runtime';
import { ukTime } from '@gatehouse/texts';
import { z } from 'zod';
import { type PageDependencies, refusedForm, SIGN_IN } from '../page/session-page.ts';
import { isSameSecret } from '../sessions/form-token.ts';
import { newCookieValue } from '../sessions/open-sessions.ts';
import {
  formCookieOf,
  sessionCookieOf,
  setFormCookie,
  setSessionCookie,
} from '../sessions/operator-cookies.ts';
import { returnPathOf } from './return-path.ts';
import type { SignInAttempts } from './sign-in-attempts.ts';
import { openSignInToken, signInToken } from './sign-in-form.ts';

export interface SignInDependencies extends PageDependencies {
  attempts: SignInAttempts;
  sealer: Sealer;
  operatorSecret: string;
  clock: Clock;
}

const responses = {
  200: 'The form',
  303: 'Signed in: on to the page that was asked for',
  403: 'The form is not one of this browser, or comes from elsewhere: nothing was done',
  422: 'The form again: the secret is wrong or missing',
  429: 'Too many wrong secrets from this address',
} as const;

const TITLE = 'Sign in as the operator';
const SAME_ORIGIN: ReplyHeaders = { 'referrer-policy': 'same-origin' };

/** Whether cookies are for https alone. */
export const isSecure = (publicUrl: string) => /^https:/i.test(publicUrl);

/** The form, bound to the browser by a cookie of its own. */
function formPage(
  { site, sealer, publicUrl }: SignInDependencies,
  headers: IncomingHttpHeaders,
  { returnPath, fault }: { returnPath: string; fault?: string },
) {
  const known = formCookieOf(headers.cookie);
  const cookie = known ?? newCookieValue();
  const html = site.render(
    {
      view: 'sign-in',
      page: {
        title: TITLE,
        field: {
          name: 'secret',
          label: 'Operator’s secret',
          hint: 'The platform was started with it, as OPERATOR_SECRET, or made it at its first start.',
          type: 'password',
          value: '',
          error: fault,
        },
        faults: fault === undefined ? [] : [fault],
        token: signInToken(sealer, cookie, returnPath),
      },
    },
    { path: SIGN_IN },
  );
  const cookies = known === undefined ? [setFormCookie(cookie, isSecure(publicUrl))] : [];
  return { html, headers: { ...SAME_ORIGIN, ...(cookies.length > 0 && { 'set-cookie': cookies }) } };
}

/** `GET /operator/sign-in`: the form; whoever is signed in goes on. */
export function showSignInRoute(dependencies: SignInDependencies): Route {
  return route({
    method: 'get',
    path: SIGN_IN,
    access: 'open',
    summary: 'Where the operator signs in',
    query: z.object({ to: z.string().optional().describe('The page to go to afterwards.') }),
    responses,
    async handle({ query, headers }) {
      const returnPath = returnPathOf(query.to);
      const cookie = sessionCookieOf(headers.cookie);
      if (cookie !== undefined && (await dependencies.sessions.use(cookie))) {
        return { status: 303 as const, location: returnPath };
      }
      return { status: 200 as const, ...formPage(dependencies, headers, { returnPath }) };
    },
  });
}

/** `POST /operator/sign-in`. */
export function signInRoute(dependencies: SignInDependencies): Route {
  const { site, sessions, attempts, sealer, operatorSecret, publicUrl, clock } = dependencies;
  return route({
    method: 'post',
    path: SIGN_IN,
    access: 'open',
    summary: 'Sign the operator in',
    body: z.object({ secret: z.string().default(''), token: z.string().default('') }),
    bodyType: 'form',
    responses,
    async handle({ body, headers, log }) {
      const returnPath = openSignInToken(sealer, formCookieOf(headers.cookie), body.token);
      if (returnPath === undefined || !isOwnOrigin(headers, publicUrl)) {
        return {
          status: 403 as const,
          html: site.render(refusedForm, { path: SIGN_IN }),
          headers: SAME_ORIGIN,
        };
      }
      // A secret that was pasted may have spaces around it, which no secret has.
      const secret = body.secret.trim();
      const again = (fault: string) => ({
        status: 422 as const,
        ...formPage(dependencies, headers, { returnPath, fault }),
      });
      if (secret === '') return again('Enter the operator’s secret');
      const address = String(headers[CLIENT_ADDRESS_HEADER] ?? '');
      const attempt = await attempts.attempt(address, () => isSameSecret(secret, operatorSecret));
      if (attempt === 'wrong') {
        log.warn('a wrong operator secret');
        return again('The secret is wrong');
      }
      if (attempt !== 'right') {
        const { closedUntil } = attempt;
        const until = ukTime(new Date(closedUntil).toISOString());
        const view = { view: 'locked', page: { title: 'Sign-in is closed for a while', until } } as const;
        const seconds = Math.max(1, Math.ceil((closedUntil - clock.now()) / 1_000));
        const html = site.render(view, { path: SIGN_IN });
        return { status: 429 as const, html, headers: { ...SAME_ORIGIN, 'retry-after': String(seconds) } };
      }
      const before = sessionCookieOf(headers.cookie);
      if (before !== undefined) await sessions.end(before);
      const cookie = setSessionCookie(await sessions.start(), isSecure(publicUrl));
      log.info('the operator signed in');
      return { status: 303 as const, location: returnPath, headers: { 'set-cookie': [cookie] } };
    },
  });
}
