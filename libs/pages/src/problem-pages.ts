import type { ProblemPage } from '@gatehouse/http';
import { DEFAULT_LANGUAGE } from '@gatehouse/texts';
import { languageOf } from './language-choice.ts';
import type { Site } from './site.ts';

type Kind = 'failed' | 'unreadable' | 'notFound' | 'notOpened' | 'busy';

const KINDS: Readonly<Record<number, Kind>> = { 404: 'notFound', 405: 'notOpened', 429: 'busy' };

function kindOf(status: number): Kind {
  return KINDS[status] ?? (status >= 500 ? 'failed' : 'unreadable');
}

const PAGE_PATH = /^\/(?:register(?:\/.*)?)?$/;
/** Where people sign in, and what services send their browsers to. */
const SIGN_IN_PATH = /^\/(?:sign-in(?:\/.*)?|oidc\/(?:authorize(?:\/.*)?|end-session))$/;
/** The path of a registration's link, without what follows it. */
const LINK_PATH = /^\/register\/[A-Za-z0-9_-]{43}(?=\/|$)/;

/** The operator's console, which is in English. */
const OPERATOR_PATH = /^\/operator(?:\/.*)?$/;

/** Problems on the paths of people's pages, as pages: what is wrong, where to continue, and which reference to quote. */
export function problemPages(site: Site, secure: () => boolean): ProblemPage {
  return ({ status, correlationId, path, query, cookies }) => {
    const kind = kindOf(status);
    if (OPERATOR_PATH.test(path)) {
      const reading = { language: DEFAULT_LANGUAGE, path } as const;
      return { html: site.render('operator-problem', reading, { kind, correlationId }) };
    }
    const isSignIn = SIGN_IN_PATH.test(path);
    if (!isSignIn && !PAGE_PATH.test(path)) return undefined;
    const lang = new URLSearchParams(query).get('lang') ?? undefined;
    const { language, cookies: kept } = languageOf({ lang, cookies }, secure());
    const invitation = LINK_PATH.exec(path)?.[0];
    const values = { kind, invitation, correlationId };
    const html = site.render(isSignIn ? 'sign-in-problem' : 'problem', { language, path }, values);
    return { html, ...(kept.length > 0 && { headers: { 'set-cookie': kept } }) };
  };
}
