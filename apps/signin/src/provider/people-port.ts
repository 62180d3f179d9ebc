import type { RegisteredService } from '@gatehouse/service-registry';

/** A person, as far as tokens speak of one. Names and address are absent where they are not held. */
export interface Person {
  id: string;
  /** Who is not active signs in nowhere. */
  active: boolean;
  email?: string | undefined;
  givenName?: string | undefined;
  familyName?: string | undefined;
}

/** An organisation that a person may choose. */
export interface OrganisationChoice {
  id: string;
  name: string;
  town?: string | undefined;
  urn?: string | undefined;
  ukprn?: string | undefined;
}

/** What OpenID Connect asks of people, as they are now. */
export interface PeoplePort {
  /** Undefined for nobody, and for whom was removed. */
  person(userId: string): Promise<Person | undefined>;
  /**
   * What the organisation choice offers, by name: by the service's `signIn.organisations`, without organisations of status 0
   * and 9.
   */
  choices(userId: string, service: RegisteredService): Promise<readonly OrganisationChoice[]>;
  /** The object of `/users/{id}/v2/organisations`; undefined where the person is no member of it, or it does not count. */
  organisation(userId: string, organisationId: string): Promise<Record<string, unknown> | undefined>;
  /** Whether the person supports others, by a role of the console. */
  isSupporter(userId: string): Promise<boolean>;
  /** The codes of the grant to the service there; none without one. */
  roles(userId: string, serviceId: string, organisationId: string): Promise<readonly string[]>;
}

/** What OpenID Connect asks of other identity providers. */
export interface ProviderRules {
  /** Whether a session that came by this provider counts for a service. */
  counts(providerId: string, serviceId: string): Promise<boolean>;
  /** Whether a provider that the service may use could reach this class of authentication. */
  reaches(acr: string, serviceId: string): Promise<boolean>;
}
