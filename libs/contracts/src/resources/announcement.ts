import { z } from 'zod';
import { announcementType } from '../events/announcement.ts';
import { instant } from '../primitives.ts';

/** What the members of an announcement mean, as it is sent and as it is answered. */
export const announcementWords = {
  messageId:
    'The id of the announcement: a UUID that the client chooses. Publishing one again replaces it; one that another client published first is 404.',
  urn: 'The organisation, by its URN: digits. Either `urn` or `uid`, and not both.',
  uid: 'The organisation, by its UID. Either `urn` or `uid`, and not both.',
  type: 'What it is about: 1 a warning, 2 an issue, about the establishment record; 4 a warning, 5 an issue, about the governance record.',
  title: 'The heading: one line of plain text.',
  summary: 'The message in short: plain text with line breaks.',
  body: 'The whole message: plain text with line breaks. HTML is shown as it is written.',
  publishedAt: 'From when the announcement counts: ISO 8601; without an offset it is UTC.',
  expiresAt:
    'Until when the announcement counts: ISO 8601; without an offset it is UTC. Left out, it has no end.',
} as const;

const words = announcementWords;

/** POST /organisations/announcements: the announcement as it stands. Either `urn` or `uid` is there. */
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
