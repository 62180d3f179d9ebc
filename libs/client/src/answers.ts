import type { ListedOrganisation, ProviderOrganisation } from './organisation-answers.ts';

/** 1 active, 0 not. */
export type Status = 0 | 1;

/** What a user may do in a service for an organisation. */
export interface UserAccess {
  userId: string;
  serviceId: string;
  organisationId: string;
  roles: { id: string; name: string; code: string; numericId: string; status: { id: Status } }[];
  identifiers: { key: string; value: string }[];
}

/** A role of a service. */
export interface ServiceRole {
  name: string;
  code: string;
  status: 'Active' | 'Inactive';
}

/** A user with organisations, and the services that the user has in each. */
export interface UserOrganisationServices {
  userId: string;
  userStatus: Status;
  email: string | null;
  familyName: string | null;
  givenName: string | null;
  organisations: (ProviderOrganisation & {
    services: { name: string; description: string | null; roles: { name: string; code: string }[] }[];
    /** 0 end user, 10000 approver. */
    orgRoleId: number;
    orgRoleName: string;
  })[];
}

/** One grant of the service, with its user and organisation. */
export interface ListedUser {
  /** When the grant was first made. */
  approvedAt: string;
  /** When the user, the membership or the grant last changed. */
  updatedAt: string;
  organisation: ListedOrganisation;
  roles: { id: string; name: string; code: string; numericId: string; status: Status }[];
  roleName: string;
  /** 0 end user, 10000 approver. */
  roleId: number;
  userId: string;
  userStatus: Status;
  email: string | null;
  familyName: string | null;
  givenName: string | null;
}

/** One grant of the service at its latest state; `record` is null where it was removed. */
export interface UserChange {
  type: 'changed' | 'removed';
  at: string;
  userId: string;
  organisationId: string;
  record: ListedUser | null;
}

/** Changes, and the cursor that leads on from them. */
export interface UserChanges {
  changes: UserChange[];
  next: string;
  more: boolean;
}

/** An approver of an organisation that the service is for. */
export interface Approver {
  organisation: ProviderOrganisation;
  roleId: number;
  roleName: string;
  userId: string;
  userStatus: Status;
  email: string | null;
  familyName: string | null;
  givenName: string | null;
}

/** A user of the service in the organisations with one UKPRN or UPIN. */
export interface OrganisationUser {
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  userStatus: Status;
  /** Codes of all roles that the user has in the service there. */
  roles: string[];
}

/** The users of the service in the organisations with one UKPRN or, where there is none, UPIN. */
export type OrganisationUsers =
  | { ukprn: string; users: OrganisationUser[] }
  | { upin: string; users: OrganisationUser[] };

/** An announcement as it stands. Either `urn` or `uid` is there. */
export interface Announcement {
  messageId: string;
  urn?: string | undefined;
  uid?: string | undefined;
  type: 1 | 2 | 4 | 5;
  title: string;
  summary: string;
  body: string;
  /** ISO 8601, UTC. */
  publishedAt: string;
  expiresAt?: string | undefined;
}

/** An entry of a code list. */
export interface Code {
  id: string;
  name: string;
}
