import { isPlainText } from '@gatehouse/contracts';
import type { FormFields } from './read-form.ts';

/** What the form says; what it leaves out is empty. */
export interface FormValues {
  givenName: string;
  familyName: string;
  code: string;
  /** The invitations that the page named; undefined where the form says nothing of them. */
  shown: readonly string[] | undefined;
}

export interface FormErrors {
  givenName?: string;
  familyName?: string;
  code?: string;
}

const NAME_MAX = 255;

export function readForm(fields: FormFields): FormValues {
  const only = (name: string) => fields.get(name)?.[0] ?? '';
  return {
    givenName: only('givenName'),
    familyName: only('familyName'),
    code: only('code'),
    shown: fields.get('shown'),
  };
}

function nameError(name: string, what: string): string | undefined {
  if (name.trim() === '') return `Enter your ${what}`;
  if (name.length > NAME_MAX) return `Your ${what} must be ${NAME_MAX} characters or fewer`;
  return isPlainText(name) ? undefined : `Your ${what} must not have line breaks or other control characters`;
}

/** A sentence for each faulty name; the limits are those of a request. */
export function nameErrors({ givenName, familyName }: FormValues): FormErrors {
  const given = nameError(givenName, 'first name');
  const family = nameError(familyName, 'last name');
  return {
    ...(given !== undefined && { givenName: given }),
    ...(family !== undefined && { familyName: family }),
  };
}
