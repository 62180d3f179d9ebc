import { isDeepStrictEqual } from 'node:util';
import type { AnnouncementState, PublishedAnnouncement, RemovedAnnouncement } from '@gatehouse/contracts';
import type { Put } from '../resources/put.domain.ts';

/** The content of an announcement, and its organisation. Instants are ISO 8601 in UTC. */
export type Message = Omit<PublishedAnnouncement, 'id' | 'serviceId' | 'state' | 'createdAt' | 'updatedAt'>;

/** The id of an announcement, and the service that it belongs to. */
export interface AnnouncementOf {
  id: string;
  serviceId: string;
}

/**
 * Publishes a message, or replaces the one of that id. `not yours`: another service published that id first; the id stays
 * with that service even after it was withdrawn.
 */
export function publishAnnouncement(
  current: AnnouncementState | undefined,
  { id, serviceId }: AnnouncementOf,
  message: Message,
  at: string,
): Put<PublishedAnnouncement> | 'not yours' {
  if (current !== undefined && current.serviceId !== serviceId) return 'not yours';
  const next = { ...message, id, serviceId, state: 'present' as const, updatedAt: at };
  if (current?.state !== 'present') return { outcome: 'created', state: { ...next, createdAt: at } };
  const state = { ...next, createdAt: current.createdAt };
  const same = isDeepStrictEqual({ ...state, updatedAt: current.updatedAt }, current);
  return same ? { outcome: 'unchanged', state: current } : { outcome: 'replaced', state };
}

/** Withdraws an announcement; undefined where this service has none of that id. */
export function removeAnnouncement(
  current: AnnouncementState | undefined,
  serviceId: string,
  at: string,
): RemovedAnnouncement | undefined {
  if (current?.state !== 'present' || current.serviceId !== serviceId) return undefined;
  return { id: current.id, serviceId, state: 'removed', removedAt: at };
}
