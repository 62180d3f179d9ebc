/** What a person's `PUT` takes. */
export type UserMember = 'email' | 'family_name' | 'given_name' | 'status';
export type MembershipMember = 'numericIdentifier' | 'roleId' | 'textIdentifier';
export type GrantMember = 'identifiers' | 'roles';

/** `version` grows with every change of the entity: of two events about it the greater is later. */
interface Versioned {
  version: number;
}
interface OfUser extends Versioned {
  userId: string;
}
interface OfMembership extends OfUser {
  organisationId: string;
}
interface OfGrant extends OfMembership {
  serviceId: string;
}
interface OfInvitation extends Versioned {
  invitationId: string;
  serviceId: string;
}
/** Names of what changed; all of them where it was just made. */
interface Changed<N> {
  changed: N[];
}

interface DataByType {
  'user.updated': OfUser & Changed<UserMember>;
  'user.deactivated': OfUser & Changed<UserMember>;
  'user.removed': OfUser;
  'membership.changed': OfMembership & Changed<MembershipMember>;
  'membership.removed': OfMembership;
  'grant.changed': OfGrant & Changed<GrantMember>;
  'grant.removed': OfGrant;
  'organisation.updated': Versioned & { organisationId: string } & Changed<string>;
  'invitation.accepted': OfInvitation & {
    userId: string;
    /** Null where the invitation named none. */
    organisationId: string | null;
  };
  'invitation.expired': OfInvitation;
  'invitation.revoked': OfInvitation;
  'invitation.declined': OfInvitation;
  /** All since `missedSince` was not told: read the changes. */
  'webhook.enabled': { serviceId: string; missedSince: string };
  'webhook.test': { serviceId: string };
}

/** The types of events that a webhook is told. */
export type WebhookEventType = keyof DataByType;

interface EventOf<T extends WebhookEventType> {
  type: T;
  /** When the change was made: ISO 8601, UTC. */
  timestamp: string;
  /** `test`: the event was sent as a test and is about nothing. */
  data: DataByType[T] & (T extends 'webhook.test' ? { test: true } : { test?: true | undefined });
}

/** A webhook's body, of one type or of any. */
export type WebhookEvent<T extends WebhookEventType = WebhookEventType> = { [E in T]: EventOf<E> }[T];
