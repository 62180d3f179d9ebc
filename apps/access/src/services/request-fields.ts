import { isBlank, isPlainText } from '@gatehouse/contracts';
import { canonicalId } from '@gatehouse/runtime';
import { z } from 'zod';

/** Codes of roles and ids of policies. Clients remove `.` and `..` from a path, so no client could read or remove one of these names. */
const CODE = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,50}$/;
const CODE_WORDS = '1 to 50 letters, digits, ".", "_" and "-", and neither "." nor ".."';

function plain(lines: 'one line' | 'lines') {
  const error =
    lines === 'lines'
      ? 'should have no control characters but line breaks'
      : 'should have no control characters';
  return (text: string, context: z.RefinementCtx<string>) => {
    if (!isPlainText(text, lines)) context.addIssue(error);
  };
}

/** One line of text, up to `max` UTF-16 code units; it may be empty. */
export function oneLine(max: number) {
  return z.string().max(max).superRefine(plain('one line'));
}

/** One line of text that is not blank, up to `max` UTF-16 code units. */
export function named(max: number) {
  return oneLine(max)
    .refine((text) => !isBlank(text), { error: 'should not be blank' })
    .meta({ minLength: 1 });
}

/** Lines of text, up to `max` UTF-16 code units. */
export function lines(max: number) {
  return z.string().max(max).superRefine(plain('lines'));
}

/** A UUID in any case, read in upper case. */
export const anyCaseUuid = z
  .string()
  .meta({ format: 'uuid' })
  .transform((text, context) => {
    const id = canonicalId(text);
    if (id !== undefined) return id;
    context.addIssue('should be a UUID');
    return z.NEVER;
  });

/** The code of a role, case-sensitive: 1 to 50 of `[A-Za-z0-9._-]`, but not `.` and `..`, which no URL can name. */
export const roleCode = z.string().regex(CODE, { error: `should be ${CODE_WORDS}` });

/** What is wrong with a policy's id, in words that follow its name; undefined for a good one. A UUID is a code as well. */
export function faultOfPolicyId(text: string): string | undefined {
  return CODE.test(text) ? undefined : `should be a UUID, or ${CODE_WORDS}`;
}
