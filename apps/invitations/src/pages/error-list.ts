import type { RegisterPage } from './page.ts';

const FIELDS = ['givenName', 'familyName', 'code'] as const;

/** The faults in the order of the fields, each with the address of its field. */
export function errorListOf(errors: RegisterPage['errors']): { text: string; href: string }[] {
  return FIELDS.flatMap((field) => {
    const text = errors[field];
    return text === undefined ? [] : [{ text, href: `#${field}` }];
  });
}
