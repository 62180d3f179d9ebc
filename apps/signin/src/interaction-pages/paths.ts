import { inLanguage } from '@gatehouse/pages';
import type { Language } from '@gatehouse/texts';

export type Paths = ReturnType<typeof pathsOf>;

/** Where the pages and forms of one sign-in are, in a language. */
export function pathsOf(interactionId: string, language: Language) {
  const base = `/sign-in/${encodeURIComponent(interactionId)}`;
  const at = (step: string) => inLanguage(`${base}${step}`, language);
  const start = at('');
  return {
    start,
    address: at('/address'),
    code: at('/code'),
    again: at('/code/again'),
    names: at('/names'),
    wait: at('/wait'),
    organisation: at('/organisation'),
    from: (providerId: string) => at(`/from/${encodeURIComponent(providerId)}`),
    /** Where the code is offered to whom a provider did not bring. */
    failedFrom: (providerId: string) => `${start}${start.includes('?') ? '&' : '?'}from=${providerId}`,
    another: at('/another-person'),
    back: at('/back'),
  };
}
