import { z } from 'zod';
import { announcementType } from '../events/announcement.ts';
import { instant } from '../primitives.ts';
import { announcementWords as words } from './announcement-words.ts';

/** POST /organisations/announcements: the announcement after the change. It has either `urn` or `uid`. */
export const announcement = z
  .object({
    messageId: z.string().describe(words.messageId),
    urn: z.string().optional().describe(words.urn),
    uid: z.string().optional().describe(words.uid),
    type: announcementType.describe(words.type),
    title: z.string().describe(words.title),
    summary: z.string().describe(words.summary),
    body: z.string().describe(words.body),
    publishedAt: instant.describe('From when the announcement counts: ISO 8601 in UTC.'),
    expiresAt: instant
      .optional()
      .describe('Until when the announcement counts: ISO 8601 in UTC. Absent where it has no end.'),
  })
  .meta({ id: 'Announcement', description: 'A message of a service to the people of one organisation.' });
export type Announcement = z.output<typeof announcement>;
