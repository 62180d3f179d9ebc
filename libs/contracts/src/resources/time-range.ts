import { z } from 'zod';
import { isoInstant } from '../iso-instant.ts';

function instantParameter(name: 'since' | 'until', description: string) {
  return z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return undefined;
      const at = isoInstant(text);
      if (at !== undefined) return new Date(at).toISOString();
      const message = `${name} is not a valid instant. Expected ISO 8601, such as 2026-01-31T09:00:00Z`;
      context.addIssue({ code: 'custom', message, params: { namesItsField: true } });
      return z.NEVER;
    })
    .meta({ description, type: 'string', examples: ['2026-01-31T09:00:00Z'] });
}

const FORM =
  'ISO 8601, such as `2026-01-31T09:00:00Z`; UTC where it says no zone, and a day alone is its first instant.';

/** The members of a list's query that narrow it to what was made in a time: read as instants in UTC. */
export const timeRangeQuery = {
  since: instantParameter('since', `Only what was made at this instant or later. ${FORM}`),
  until: instantParameter('until', `Only what was made before this instant. ${FORM}`),
} as const;
