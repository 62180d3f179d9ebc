import type { WebhookEventType } from './webhook-events.ts';

/** What the service is sent. */
export type DeliveryKind = 'callback' | 'webhook' | 'logout';

/** `superseded`: a later delivery says it all. */
export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'superseded';

/** A delivery to the service, with its attempts. */
export interface Delivery {
  /** What the receiver gets as `webhook-id`. */
  id: string;
  kind: DeliveryKind;
  serviceId: string;
  /** Where it goes, or last went. */
  url: string | null;
  status: DeliveryStatus;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** Null once it is over. */
  nextAttemptAt: string | null;
  /** The oldest first. */
  attempts: {
    at: string;
    /** Of the answer; null where there was none. */
    status: number | null;
    /** Why there was none, or what is wrong with it; else null. */
    error: string | null;
    durationMs: number;
  }[];
  /** Of a callback, else null. */
  invitationId: string | null;
  /** The type of a webhook's event, else null. */
  event: WebhookEventType | (string & {}) | null;
  /** The data of a webhook's event, else null. */
  data: Record<string, unknown> | null;
}

/** An invitation of the service, and what became of it. */
export interface OwnInvitation {
  id: string;
  serviceId: string;
  /** Null once the person was removed. */
  email: string | null;
  sourceId: string | number;
  /** The organisation's id; null where none was asked for. */
  organisation: string | null;
  status: 'open' | 'accepted' | 'expired' | 'revoked' | 'declined';
  createdAt: string;
  expiresAt: string;
  /** Once it is accepted. */
  userId: string | null;
  /** Of the last email about it to the address. */
  emailStatus: 'pending' | 'sent' | 'failed' | null;
  /** A fixed word, or the status of the mail server. */
  emailError: string | null;
}

/** Where a service is told of changes. */
export interface Webhook {
  serviceId: string;
  url: string;
  /** Event types, or `*` alone for all. */
  events: string[];
  status: 'enabled' | 'disabled';
  disabledReason: 'request' | 'gone' | 'failing' | null;
  disabledAt: string | null;
  /** The first failed attempt with no success after it. */
  failingSince: string | null;
  createdAt: string;
  updatedAt: string;
}
