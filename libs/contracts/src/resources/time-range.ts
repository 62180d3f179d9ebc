import { z } from 'zod';
import { isoInstant } from '../iso-instant.ts';

type Name = 'since' | 'until';

/** The instant of a text, as ISO 8601 in UTC. */
function instantText(name: Name) {
  return z.string().transform((text, context) => {
    const at = isoInstant(text);
    if (at !== undefined) return new Date(at).toISOString();
    const message = `${name} is not a valid instant. Expected ISO 8601, such as 2026-01-31T09:00:00Z`;
    context.addIssue({ code: 'custom', message, params: { namesItsField: true } });
    return z.NEVER;
  });
}

const FORM =
  'ISO 8601, such as `2026-01-31T09:00:00Z`; UTC where it says no zone, and a day alone is its first instant.';
const SINCE = `Only what was made at this instant or later. ${FORM}`;
const UNTIL = `Only what was made before this instant. ${FORM}`;
const metaOf = (description: string) => ({ description, type: 'string', examples: ['2026-01-31T09:00:00Z'] });

/** The members of a list's query that narrow it to what was made in a time: read as instants in UTC. */
export const timeRangeQuery = {
  since: instantText('since').optional().meta(metaOf(SINCE)),
  until: instantText('until').optional().meta(metaOf(UNTIL)),
} as const;

/** The same in a body, whose beginning must be given. */
export const timeRangeBody = {
  since: instantText('since').meta(metaOf(SINCE)),
  until: instantText('until').optional().meta(metaOf(UNTIL)),
} as const;
