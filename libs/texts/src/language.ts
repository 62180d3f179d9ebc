/** The languages of pages and emails. The first is the default. */
export const languages = ['en', 'cy'] as const;
export type Language = (typeof languages)[number];

/** The language of a person who chose none. */
export const DEFAULT_LANGUAGE: Language = 'en';

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', cy: 'Cymraeg' };

/** The language of a tag such as `cy`, in any case; undefined for one that the platform does not write. */
export function languageFrom(tag: string | undefined): Language | undefined {
  return languages.find((language) => language === tag?.toLowerCase());
}
