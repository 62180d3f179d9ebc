import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';
import { announcementWords as words } from '../resources/announcement-words.ts';

/** 1 warning and 2 issue about the establishment record, 4 warning and 5 issue about the governance record. */
export const announcementType = z.literal([1, 2, 4, 5]);

const announcementKey = {
  id: uuid.describe('The id of the announcement, as the client that published it first chose it.'),
  serviceId: uuid.describe('The service that published it first: nobody else ever changes it.'),
};

/** A message to the people of one organisation, published by a service. */
export const publishedAnnouncement = z.object({
  ...announcementKey,
  state: z.literal('present').describe('It is published.'),
  organisationId: uuid.describe('The organisation whose people it is for.'),
  urn: z.string().optional().describe('The URN of the organisation, where the publisher named it so.'),
  uid: z.string().optional().describe('The UID of the organisation, where the publisher named it so.'),
  type: announcementType.describe(words.type),
  title: z.string().describe(words.title),
  summary: z.string().describe(words.summary),
  body: z.string().describe(words.body),
  publishedAt: instant.describe('From when it counts.'),
  expiresAt: instant.optional().describe('Until when it counts; absent where it has no end.'),
  createdAt: instant.describe('When it was first published.'),
  updatedAt: instant.describe('When it last changed.'),
});

/** An announcement that was removed: its text is erased, its service and organisation stay. */
export const removedAnnouncement = z.object({
  ...announcementKey,
  state: z.literal('removed').describe('It was withdrawn.'),
  removedAt: instant.describe('When it was withdrawn.'),
});

export const announcementState = z.discriminatedUnion('state', [publishedAnnouncement, removedAnnouncement]);
export type PublishedAnnouncement = z.output<typeof publishedAnnouncement>;
export type RemovedAnnouncement = z.output<typeof removedAnnouncement>;
export type AnnouncementState = z.output<typeof announcementState>;
