import { z } from 'zod';
import { pageOf } from './paged.ts';

/** A session as its person and the operator see it. */
export const shownSession = z
  .object({
    id: z.string().describe('The id of the session: the `sid` of its ID tokens.'),
    startedAt: z.string().describe('When the person signed in: ISO 8601 in UTC.'),
    lastUsedAt: z.string().describe('When it was last used: ISO 8601 in UTC.'),
    method: z
      .enum(['code', 'provider'])
      .describe('How the person signed in: by a code, or by another provider.'),
    browser: z.string().nullable().describe('The browser, as people call it; `null` where it is not known.'),
    services: z
      .array(
        z.object({
          serviceId: z.string().describe('The id of the service.'),
          name: z.string().nullable().describe('The name of the service; `null` where it is gone.'),
          firstAt: z.string().describe('When the person first signed in to it in this session.'),
        }),
      )
      .describe('The services that were signed in to.'),
  })
  .meta({ id: 'Session', description: 'Where, and since when, a person is signed in.' });
export type ShownSession = z.output<typeof shownSession>;

export const sessionsPage = pageOf('sessions', shownSession);
