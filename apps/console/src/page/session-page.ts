import { notFound } from '@gatehouse/errors';
import { isOwnOrigin, type ParamsOf, type ReplyHeaders, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { NoAnswer, Refusal } from '../gateway/answers.ts';
import type { Gateway, Manage } from '../gateway/gateway-client.ts';
import { formTokenOf, isSameSecret } from '../sessions/form-token.ts';
import type { Sessions } from '../sessions/open-sessions.ts';
import { sessionCookieOf } from '../sessions/operator-cookies.ts';
import { pathWith } from './paths.ts';
import type { OperatorSite } from './site.ts';
import type { View } from './views.ts';

/** What every page is made with. */
export interface PageDependencies {
  site: OperatorSite;
  sessions: Sessions;
  gateway: Gateway;
  /** What the platform's addresses begin with. */
  publicUrl: string;
}

/** What a page answers: a view with its values, or where to continue. */
export type Answer = (View & { status?: number }) | { location: string };

/** The statuses of pages, in words. */
export const pageResponses = {
  200: 'The page',
  303: 'To the sign-in, or on to the next page',
  400: 'The page, with what is wrong in its address',
  403: 'The form is not one of this session, or comes from elsewhere: nothing was done',
  404: 'There is nothing at this address',
  409: 'The page, with why this cannot be done',
  422: 'The form again, with what is wrong in it',
  503: 'The gateway, or the app behind it, does not answer',
} as const;

type Status = keyof typeof pageResponses;
type Uuids<P extends string> = readonly (keyof ParamsOf<P> & string)[];

/** A form's answer must not tell another site where it came from; its own origin it must tell. */
const HEADERS: ReplyHeaders = { 'referrer-policy': 'same-origin' };

export const SIGN_IN = '/operator/sign-in';

/** The sign-in, which leads back to a page. */
export function signInPath(returnPath: string): string {
  return pathWith(SIGN_IN, returnPath === '/operator' ? {} : { to: returnPath });
}

/** What stands for a page that cannot be shown. */
function troubleOf(error: unknown): View & { status: Status } {
  if (error instanceof NoAnswer) {
    const { path, status } = error;
    return {
      view: 'trouble',
      status: 503,
      page: { title: 'The platform does not answer', path, answered: status },
    };
  }
  if (!(error instanceof Refusal)) throw error;
  if (error.status === 404) throw notFound();
  const status = error.status === 409 ? 409 : 400;
  return { view: 'refused', status, page: { title: 'The platform refused this', faults: error.sentences } };
}

export const refusedForm: View & { status: Status } = {
  view: 'refused',
  status: 403,
  page: {
    title: 'Nothing was done',
    faults: ['This form did not come from a page of your session. Open the page again, and use its form.'],
  },
};

interface Session {
  cookie: string;
  path: string;
}

async function answered(
  { site }: PageDependencies,
  { cookie, path }: Session,
  answer: () => Promise<Answer>,
  log: { warn(details: object, text: string): void },
) {
  const given = await answer().catch((error: unknown) => {
    if (error instanceof NoAnswer) log.warn({ err: error, path: error.path }, 'a page has no answer to show');
    return troubleOf(error);
  });
  if ('location' in given) return { status: 303 as const, location: given.location };
  const { status = 200, ...view } = given;
  const html = site.render(view, { path, token: formTokenOf(cookie) });
  return { status: status as Status, html, headers: HEADERS };
}

/** A page for whom is signed in; everybody else is led to the sign-in, and back. */
export function page<const P extends string, Q extends z.ZodObject>(
  dependencies: PageDependencies,
  declaration: {
    path: P;
    summary: string;
    uuidParams?: Uuids<P>;
    /** All texts: faulty ones are shown on the page. */
    query?: Q;
    show: (manage: Manage, request: { params: ParamsOf<P>; query: z.output<Q> }) => Promise<Answer>;
  },
): Route {
  const { path, summary, uuidParams = [], query = z.object({}) as unknown as Q, show } = declaration;
  const { sessions, gateway } = dependencies;
  return route({
    method: 'get',
    path,
    access: 'open',
    summary,
    uuidParams: uuidParams as never,
    query,
    responses: pageResponses,
    async handle({ params, query: asked, headers, correlationId, log }) {
      const here = pathWith(path, asked as Record<string, string>, params);
      const cookie = sessionCookieOf(headers.cookie);
      if (cookie === undefined || !(await sessions.use(cookie))) {
        return { status: 303 as const, location: signInPath(here) };
      }
      const manage = gateway.forRequest(correlationId);
      const answer = () => show(manage, { params, query: asked as z.output<Q> });
      return answered(dependencies, { cookie, path: here }, answer, log);
    },
  });
}

/** A form of a page. It does something only for this session, and only from a page of this session. */
export function form<const P extends string, B extends z.ZodRawShape>(
  dependencies: PageDependencies,
  declaration: {
    path: P;
    summary: string;
    uuidParams?: Uuids<P>;
    fields?: B;
    /** The page that the form stands on. */
    page: (params: ParamsOf<P>) => string;
    act: (
      manage: Manage,
      request: {
        params: ParamsOf<P>;
        body: z.output<z.ZodObject<B>>;
        /** Whether a form comes for the first time, by a value of its own: a reload sends it again. */
        isFirst: (value: string) => Promise<boolean>;
      },
    ) => Promise<Answer>;
  },
): Route {
  const { path, summary, uuidParams = [], fields = {} as B, act } = declaration;
  const { sessions, gateway, site, publicUrl } = dependencies;
  return route({
    method: 'post',
    path,
    access: 'open',
    summary,
    uuidParams: uuidParams as never,
    body: z.object({ ...fields, token: z.string().default('') }),
    bodyType: 'form',
    responses: pageResponses,
    async handle({ params, body, headers, correlationId, log }) {
      const here = declaration.page(params);
      const refuse = () => ({
        status: 403 as const,
        html: site.render(refusedForm, { path: here }),
        headers: HEADERS,
      });
      if (!isOwnOrigin(headers, publicUrl)) return refuse();
      const cookie = sessionCookieOf(headers.cookie);
      if (cookie === undefined || !(await sessions.use(cookie))) {
        return { status: 303 as const, location: signInPath(here) };
      }
      if (!isSameSecret((body as { token: string }).token, formTokenOf(cookie))) return refuse();
      const manage = gateway.forRequest(correlationId);
      const isFirst = (value: string) => sessions.isFirst(cookie, value);
      const answer = () => act(manage, { params, body: body as z.output<z.ZodObject<B>>, isFirst });
      return answered(dependencies, { cookie, path: here }, answer, log);
    },
  });
}
