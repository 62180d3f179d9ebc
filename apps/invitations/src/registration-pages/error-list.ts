import type { FormErrors } from './page.ts';

const FIELDS = ['accept', 'givenName', 'familyName', 'code'] as const;

/** The faults in the order of the fields, each with the address of its field. */
export function errorListOf(errors: FormErrors): { text: string; href: string }[] {
  return FIELDS.flatMap((field) => {
    const text = errors[field];
    return text === undefined ? [] : [{ text, href: `#${field}` }];
  });
}
