import { isOwnOrigin, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type PageDependencies, refusedForm, SIGN_IN } from '../page/session-page.ts';
import { formTokenOf, isSameSecret } from '../sessions/form-token.ts';
import { clearSessionCookie, sessionCookieOf } from '../sessions/operator-cookies.ts';
import { isSecure } from './sign-in.route.ts';

/** `POST /operator/sign-out`: the session is over, for copies of its cookie as well. */
export function signOutRoute({ site, sessions, publicUrl }: PageDependencies): Route {
  return route({
    method: 'post',
    path: '/operator/sign-out',
    access: 'open',
    summary: 'Sign the operator out',
    body: z.object({ token: z.string().default('') }),
    bodyType: 'form',
    responses: { 303: 'To the sign-in', 403: 'The form is not one of this session: nothing was done' },
    async handle({ body, headers }) {
      const refuse = () => ({
        status: 403 as const,
        html: site.render(refusedForm, { path: '/operator' }),
        headers: { 'referrer-policy': 'same-origin' },
      });
      if (!isOwnOrigin(headers, publicUrl)) return refuse();
      const cookie = sessionCookieOf(headers.cookie);
      if (cookie !== undefined && (await sessions.use(cookie))) {
        if (!isSameSecret(body.token, formTokenOf(cookie))) return refuse();
        await sessions.end(cookie);
      }
      const cleared = [clearSessionCookie(isSecure(publicUrl))];
      return { status: 303 as const, location: SIGN_IN, headers: { 'set-cookie': cleared } };
    },
  });
}
