import { isBlank, isPlainText } from '@gatehouse/contracts';
import { z } from 'zod';

const text = z.string().default('');

/** What the form says; what it leaves out is empty. */
export const acceptanceForm = z.object({
  givenName: text,
  familyName: text,
  code: text,
  /** The ids of the invitations that the page named, with spaces between. */
  shown: z.array(z.string()).optional(),
});
export type FormValues = z.output<typeof acceptanceForm>;

export interface FormErrors {
  givenName?: string;
  familyName?: string;
  code?: string;
}

const NAME_MAX = 255;

function nameError(name: string, what: string): string | undefined {
  if (isBlank(name)) return `Enter your ${what}`;
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
