import { cy } from './cy.ts';
import { en } from './en.ts';
import type { Language } from './language.ts';
import type { Texts } from './texts.ts';

const TEXTS: Readonly<Record<Language, Texts>> = { en, cy };

/** All texts of a language. */
export function textsIn(language: Language): Texts {
  return TEXTS[language];
}
