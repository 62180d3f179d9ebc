/** A request that a person join. */
export interface Invitation {
  /** What the service knows the person by; comes back in the callback as it is here. */
  sourceId: string | number;
  given_name: string;
  family_name: string;
  email: string;
  /** An organisation's id. */
  organisation?: string;
  /** Where the callback goes. */
  callback?: string;
  /** Where the person's browser goes at the end. */
  userRedirect?: string;
  inviteSubjectOverride?: string;
  inviteBodyOverride?: string;
}

export interface InviteOptions {
  /** A child service's id or client id. Default: the client's own. */
  service?: string;
  /** Default: a random one for each call, so that the call's own retries are safe. Your own makes your retries safe, too. */
  idempotencyKey?: string;
  /** Carried through to the callback and its `x-correlation-id`. */
  correlationId?: string;
}

/** Which users of the service are listed: all of them, or those of a window of time. */
export interface UsersFilter {
  status?: 0 | 1;
  from?: Date | string;
  to?: Date | string;
}

/** Which users of an organisation are listed; together they narrow. */
export interface OrganisationUsersFilter {
  /** Role codes, any of them. */
  roles?: readonly string[];
  email?: string;
  userId?: string;
}

/** An announcement to publish, to the organisation with a URN or the one with a UID. */
export type AnnouncementRequest = {
  /** A UUID of the client's choice: publishing it again replaces the announcement. */
  messageId: string;
  /** 1 warning and 2 issue about the establishment record, 4 warning and 5 issue about the governance record. */
  type: 1 | 2 | 4 | 5;
  title: string;
  summary: string;
  body: string;
  publishedAt: Date | string;
  expiresAt?: Date | string;
} & ({ urn: string | number; uid?: never } | { uid: string; urn?: never });
