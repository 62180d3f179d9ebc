import { z } from 'zod';
import { announcementType } from '../events/announcement.ts';
import { instant } from '../primitives.ts';

/** POST /organisations/announcements: the announcement as it stands. Either `urn` or `uid` is there. */
export const announcement = z
  .object({
    messageId: z.string(),
    urn: z.string().optional(),
    uid: z.string().optional(),
    type: announcementType,
    title: z.string(),
    summary: z.string(),
    body: z.string(),
    publishedAt: instant,
    expiresAt: instant.optional(),
  })
  .meta({ id: 'Announcement' });
export type Announcement = z.output<typeof announcement>;
