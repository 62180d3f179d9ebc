import { inLanguage } from '@gatehouse/pages';
import type { Language } from '@gatehouse/texts';

export type Paths = ReturnType<typeof pathsOf>;

/** Where the pages and forms of one sign-in are, in a language. */
export function pathsOf(interactionId: string, language: Language) {
  const base = `/sign-in/${encodeURIComponent(interactionId)}`;
  const at = (step: string) => inLanguage(`${base}${step}`, language);
  return {
    start: at(''),
    address: at('/address'),
    code: at('/code'),
    again: at('/code/again'),
    names: at('/names'),
    wait: at('/wait'),
    organisation: at('/organisation'),
    from: (providerId: string) => at(`/from/${encodeURIComponent(providerId)}`),
    another: at('/another-person'),
    back: at('/back'),
  };
}
