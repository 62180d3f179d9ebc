import { z } from 'zod';

/** A UUID in the platform's one canonical form: upper case. */
export const uuid = z.string().regex(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);

/** An instant: ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z.iso.datetime({ precision: 3 });

/** A calendar date, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date();

/** A language that people are written to in. */
export const language = z.enum(['en', 'cy']);

/** An entity's version: grows with every change, max(previous + 1, milliseconds). */
export const version = z.int().positive();

/** Who caused a change: `client:<service id>`, `person:<user id>`, `operator`, `invitation:<id>`, `registration:<id>`, `import`, or `platform` (time). */
export const actor = z.string().min(1);
