import type { IncomingHttpHeaders } from 'node:http';
import type { ReplyHeaders } from '@gatehouse/http';
import { chosenLanguage, languageOf } from '@gatehouse/pages';
import type { Language } from '@gatehouse/texts';
import { type Texts, textsIn } from '@gatehouse/texts';
import { z } from 'zod';
import type { ProcessDependencies } from '../process/dependencies.ts';
import type { Page } from './page.ts';
import type { Pages } from './render.ts';

/** What the pages behind a link are made with. */
export interface PagesDependencies extends ProcessDependencies {
  pages: Pages;
}

/** The query of every page. */
export const pageQuery = z.object({
  lang: z.string().optional().meta({ description: 'The language to read in: `en` or `cy`' }),
});

/** One request of a person's browser, and what its answer needs. */
export interface Visit {
  language: Language;
  /** The language that the person chose, now or in this browser before; undefined where they did not. */
  chosen: Language | undefined;
  texts: Texts;
  /** The `Cookie` header. */
  cookies: string | undefined;
  /** Whether cookies are for https alone. */
  secure: boolean;
  /** Cookies to set with the answer, whatever it is. */
  setCookies: string[];
  render(page: Page): string;
}

/** What a visit is read from. */
export interface VisitRequest {
  query: { lang?: string | undefined };
  headers: IncomingHttpHeaders;
}

/** The visit of one request. `path`: where the answer is found in another language. */
export function visitOf(
  { pages }: { pages: Pages },
  { query: { lang }, headers }: VisitRequest,
  path: string,
): Visit {
  const signs = { lang, cookies: headers.cookie };
  const secure = pages.secure();
  const { language, cookies: setCookies } = languageOf(signs, secure);
  return {
    language,
    chosen: chosenLanguage(signs),
    texts: textsIn(language),
    cookies: headers.cookie,
    secure,
    setCookies,
    render: (page) => pages.render(page, { language, path }),
  };
}

/** An answer with the cookies of its visit. */
export function withCookies<R extends { status: number; headers?: ReplyHeaders }>(
  { setCookies }: Visit,
  reply: R,
): R {
  if (setCookies.length === 0) return reply;
  return { ...reply, headers: { ...reply.headers, 'set-cookie': setCookies } };
}
