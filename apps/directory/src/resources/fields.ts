import { EMAIL_MAX_LENGTH, isBlank, isEmailAddress, isPlainText } from '@gatehouse/contracts';
import { z } from 'zod';

/** The limit of names and most other texts, in UTF-16 code units. */
export const TEXT_MAX = 255;
/** The limit of URN, UKPRN and the like, and of a membership's identifiers. */
export const IDENTIFIER_MAX = 25;

/** One line, perhaps empty. */
export function text(max = TEXT_MAX) {
  return z
    .string()
    .max(max)
    .refine((value) => isPlainText(value), { error: 'holds control characters' });
}

/** One line that is not blank. */
export function filledText(max = TEXT_MAX) {
  return text(max)
    .refine((value) => !isBlank(value), { error: 'is blank' })
    .meta({ minLength: 1 });
}

export const identifier = filledText(IDENTIFIER_MAX);

export const email = z
  .string()
  .refine((value) => isEmailAddress(value), { error: 'is not a valid email address' })
  .meta({ format: 'email', maxLength: EMAIL_MAX_LENGTH });

export const userStatus = z.literal([0, 1]);
