import { cookieNamed, setCookie } from '@gatehouse/http';
import { DEFAULT_LANGUAGE, type Language, languageFrom } from '@gatehouse/texts';

const COOKIE = 'gatehouse-language';
const YEAR_S = 365 * 86_400;

/** The members of a request that choose a language. */
export interface LanguageSigns {
  /** The value of `lang` in the query. */
  lang?: string | undefined;
  /** The `Cookie` header. */
  cookies?: string | undefined;
}

/** The language that a person chose, by a link now or in this browser before; undefined where they did not. */
export function chosenLanguage({ lang, cookies }: LanguageSigns): Language | undefined {
  return languageFrom(lang) ?? languageFrom(cookieNamed(COOKIE, cookies));
}

/** The language to answer in, and the cookies that store a choice made now. */
export function languageOf(signs: LanguageSigns, secure: boolean): { language: Language; cookies: string[] } {
  const chosen = languageFrom(signs.lang);
  const cookie = { name: COOKIE, path: '/', maxAgeSeconds: YEAR_S, secure };
  return {
    language: chosenLanguage(signs) ?? DEFAULT_LANGUAGE,
    cookies: chosen === undefined ? [] : [setCookie({ ...cookie, value: chosen })],
  };
}
