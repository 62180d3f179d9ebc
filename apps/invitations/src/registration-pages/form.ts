import { z } from 'zod';

const text = z.string().default('');

/** The fields of the form; one that is left out is empty. */
export const acceptanceForm = z.object({
  givenName: text,
  familyName: text,
  code: text,
  /** The ids of the invitations that the page named, with spaces between. */
  shown: z.array(z.string()).optional(),
  /** The ids of those that are ticked, where the page had boxes. */
  accept: z.array(z.string()).optional(),
});
export type FormValues = z.output<typeof acceptanceForm>;

/** Which of the waiting invitations a form accepts and declines. */
export interface Choice {
  /** Whether the person ticked an invitation, where there were boxes. */
  isTicked(id: string): boolean;
  /** Nothing is ticked. */
  none: boolean;
  /** Of those that still wait: the ticked ones, and those shown and not ticked. */
  accepted: string[];
  declined: string[];
}

/**
 * Accepted are those of the invitations that the page named that are ticked; all, where a form does not say. A page with one
 * invitation has no box.
 */
export function choiceOf({ shown, accept = [] }: FormValues, waiting: readonly { id: string }[]): Choice {
  const named = shown?.flatMap((field) => field.split(' ')).filter((id) => id !== '');
  const ticked =
    named === undefined || named.length === 1 ? named : named.filter((id) => accept.includes(id));
  const isTicked = (id: string) => ticked === undefined || ticked.includes(id);
  const ids = waiting.map(({ id }) => id).filter((id) => named === undefined || named.includes(id));
  return {
    isTicked,
    none: ticked?.length === 0,
    accepted: ids.filter(isTicked),
    declined: ids.filter((id) => !isTicked(id)),
  };
}
