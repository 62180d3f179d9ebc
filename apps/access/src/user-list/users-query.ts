import { pageQuery } from '@gatehouse/http';
import { z } from 'zod';
import { instantOf } from './instant-text.domain.ts';
import { faultsOfWindow } from './users-window.domain.ts';

function date(name: 'From' | 'To') {
  return z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return undefined;
      const instant = instantOf(text);
      if (instant !== undefined) return instant;
      context.addIssue(`${name} date is not a valid date.`);
      return z.NEVER;
    })
    .meta({
      description: `Only records that last changed ${name === 'From' ? 'at or after' : 'at or before'} this instant: \`YYYY-MM-DD\` (its first instant), ISO 8601, or \`YYYY/MM/DD HH:mm:ss\` in UTC.`,
    });
}

const status = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined) return undefined;
    if (text === '0' || text === '1') return text === '1' ? (1 as const) : (0 as const);
    context.addIssue('Status is not valid. Should be either 0 or 1.');
    return z.NEVER;
  })
  .meta({ enum: ['0', '1'], description: 'Only users of this status: 1 active, 0 deactivated.' });

/** The query of GET /users: a page, and a filter by status and by when records last changed. All faults are reported at once. */
export function usersQuery({ now, windowDays }: { now: () => number; windowDays: number }) {
  return z.object({ ...pageQuery, status, from: date('From'), to: date('To') }).check(
    z.superRefine(
      ({ from, to }, context) => {
        const instant = (value: unknown) => (typeof value === 'number' ? value : undefined);
        const window = { from: instant(from), to: instant(to) };
        for (const fault of faultsOfWindow(window, now(), windowDays)) context.addIssue(fault);
      },
      // Also where another member is faulty.
      { when: () => true },
    ),
  );
}
