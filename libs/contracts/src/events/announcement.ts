import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';

/** 1 warning and 2 issue about the establishment record, 4 warning and 5 issue about the governance record. */
export const announcementType = z.literal([1, 2, 4, 5]);

const announcementKey = {
  /** The message's id, as the client that published it first chose it. */
  id: uuid,
  /** The service that published it first: nobody else ever changes it. */
  serviceId: uuid,
};

/** A message to the people of one organisation, published by a service. */
export const publishedAnnouncement = z.object({
  ...announcementKey,
  state: z.literal('present'),
  organisationId: uuid,
  /** The organisation as the publisher named it: by its URN or by its UID. */
  urn: z.string().optional(),
  uid: z.string().optional(),
  type: announcementType,
  title: z.string(),
  summary: z.string(),
  body: z.string(),
  publishedAt: instant,
  expiresAt: instant.optional(),
  createdAt: instant,
  updatedAt: instant,
});

/** An announcement that was taken back: what it said is gone, whose it was stays. */
export const removedAnnouncement = z.object({
  ...announcementKey,
  state: z.literal('removed'),
  removedAt: instant,
});

export const announcementState = z.discriminatedUnion('state', [publishedAnnouncement, removedAnnouncement]);
export type PublishedAnnouncement = z.output<typeof publishedAnnouncement>;
export type RemovedAnnouncement = z.output<typeof removedAnnouncement>;
export type AnnouncementState = z.output<typeof announcementState>;
