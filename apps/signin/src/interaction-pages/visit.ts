import type { IncomingHttpHeaders } from 'node:http';
import { CLIENT_ADDRESS_HEADER, type Origin } from '@gatehouse/contracts';
import type { PolicyChanges, ReplyHeaders } from '@gatehouse/http';
import { chosenLanguage, languageOf } from '@gatehouse/pages';
import type { Logger } from '@gatehouse/runtime';
import { type Language, languageFrom, type Texts, textsIn } from '@gatehouse/texts';
import { onwardTo } from '../clients/onward.ts';
import type { OpenInteraction } from '../provider/interactions.ts';
import type { PagesDependencies } from './dependencies.ts';
import { formToken } from './form-token.ts';
import type { OverPage, Page } from './page.ts';
import { type Paths, pathsOf } from './paths.ts';

/** The statuses of pages, in words. */
export const pageResponses = {
  200: 'A page',
  303: 'On to the next page, or back to the service',
  400: 'The browser takes no cookies',
  403: 'The form is not one of this sign-in, or comes from elsewhere: nothing was done',
  410: 'The sign-in is over, or another browser’s',
  422: 'The form again, with what is wrong in it',
  429: 'Too soon, or too often: the page says until when',
  500: 'Something went wrong',
  503: 'Not available right now',
} as const;

type PageStatus = Exclude<keyof typeof pageResponses, 303 | 500 | 503>;

export type StepReply =
  | { status: PageStatus; html: string; headers?: ReplyHeaders; policy?: PolicyChanges }
  | { status: 303; location: string; headers?: ReplyHeaders };

/** What a visit is read from. */
export interface VisitRequest {
  params: { id: string };
  query: { lang?: string | undefined };
  headers: IncomingHttpHeaders;
  correlationId: string;
  log: Logger;
}

/** One request of a person's browser for a page of its sign-in. */
export interface Visit {
  interaction: OpenInteraction;
  serviceName: string;
  language: Language;
  /** The language that the person chose, now or in this browser before. */
  chosen: Language | undefined;
  texts: Texts;
  paths: Paths;
  token: string;
  origin: Origin;
  log: Logger;
  /** The `Cookie` header. */
  cookies: string | undefined;
  /** The client's address, as the gateway gives it. */
  address: string;
  page(status: PageStatus, page: Page, headers?: Record<string, string>): StepReply;
  goTo(location: string, cookies?: readonly string[]): StepReply;
}

/**
 * Browsers apply a page's `form-action` to every redirect that follows a form. Only the service knows where its redirect
 * URI leads on to.
 */
const POLICY: PolicyChanges = { 'form-action': 'unrestricted' };
/** A form's answer must not tell another site where it came from; its own origin it must tell. */
const HEADERS = { 'referrer-policy': 'same-origin' };

function withCookies(headers: Record<string, string>, cookies: readonly string[]): ReplyHeaders {
  return cookies.length === 0 ? headers : { ...headers, 'set-cookie': cookies };
}

export function readingOf(
  { secure }: PagesDependencies,
  { params, query, headers }: VisitRequest,
  preferred: readonly string[],
) {
  const signs = { lang: query.lang, cookies: headers.cookie };
  const chosen = chosenLanguage(signs);
  const { language: usual, cookies } = languageOf(signs, secure);
  const [asked] = preferred.flatMap((tag) => languageFrom(tag.split('-')[0]) ?? []);
  return {
    chosen,
    language: chosen ?? asked ?? usual,
    cookies,
    path: `/sign-in/${encodeURIComponent(params.id)}`,
  };
}

/** The page of a sign-in that does not go on in this browser. */
export function overReply(
  dependencies: PagesDependencies,
  request: VisitRequest,
  {
    status: reason,
    service,
  }: {
    status: OverPage['reason'];
    service?: Parameters<typeof onwardTo>[0];
  },
): StepReply {
  const { language, path, cookies } = readingOf(dependencies, request, []);
  const onward = onwardTo(service);
  const html = dependencies.pages.renderOver({ view: 'over', reason, onward }, { language, path });
  return { status: reason === 'no-cookies' ? 400 : 410, html, headers: withCookies({}, cookies) };
}

/** The visit of one request; its answer, where the sign-in does not go on in this browser. */
export async function visitOf(
  dependencies: PagesDependencies,
  request: VisitRequest,
): Promise<{ visit: Visit } | { reply: StepReply }> {
  const { interactions, pages } = dependencies;
  const { params, headers, correlationId, log } = request;
  const read = await interactions.read(params.id, headers.cookie);
  if (read.status !== 'open') return { reply: overReply(dependencies, request, read) };
  const browserKey = interactions.browserKey(headers.cookie);
  if (browserKey === undefined)
    return { reply: overReply(dependencies, request, { status: 'no-cookies', service: read.service }) };
  const { chosen, language, cookies, path } = readingOf(dependencies, request, read.uiLocales);
  const paths = pathsOf(read.id, language);
  const token = formToken(browserKey, read.id);
  const frame = { serviceName: read.service.name, paths, token };
  const visit: Visit = {
    ...{
      interaction: read,
      serviceName: read.service.name,
      language,
      chosen,
      texts: textsIn(language),
      paths,
      token,
      log,
    },
    origin: { correlationId, actor: 'public' },
    cookies: headers.cookie,
    address: String(headers[CLIENT_ADDRESS_HEADER] ?? ''),
    page: (status, page, more = {}) => ({
      status,
      html: pages.render(page, { language, path }, frame),
      headers: withCookies({ ...HEADERS, ...more }, cookies),
      policy: POLICY,
    }),
    goTo: (location, more = []) => ({
      status: 303,
      location,
      headers: withCookies({}, [...cookies, ...more]),
    }),
  };
  return { visit };
}
