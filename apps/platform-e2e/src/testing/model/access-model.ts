/** The time of an event: between these milliseconds. */
export interface Span {
  from: number;
  to: number;
}

export interface ModelMembership {
  roleId: 0 | 10000;
  changed: Span;
}

export interface ModelUser {
  id: string;
  email: string;
  givenName: string;
  familyName: string;
  status: 0 | 1;
  changed: Span;
  /** By organisation. */
  memberships: Map<string, ModelMembership>;
}

export interface ModelCondition {
  field: string;
  operator: 'is' | 'is_not' | 'starts_with';
  value: string[];
}

export interface ModelPolicy {
  conditions: ModelCondition[];
  roles: string[];
}

export interface ModelService {
  id: string;
  clientId: string;
  name: string;
  description?: string | undefined;
  parentId?: string | undefined;
  params: Record<string, string>;
  /** By code. */
  roles: Map<string, { name: string; status: 'Active' | 'Inactive' }>;
  policies: Map<string, ModelPolicy>;
}

/** An organisation in plain codes, as the operator is shown it. */
export interface ModelOrganisation {
  id: string;
  name: string;
  category: string;
  status: number;
  readonly [member: string]: string | number | undefined;
}

export interface ModelGrant {
  serviceId: string;
  organisationId: string;
  userId: string;
  roles: string[];
  identifiers: { key: string; value: string }[];
  approved: Span;
  changed: Span;
}

/** A model of the platform, in memory and never late. */
export interface AccessModel {
  services: Map<string, ModelService>;
  users: Map<string, ModelUser>;
  organisations: Map<string, ModelOrganisation>;
  /** By service, and by `<organisation>:<user>`. */
  grants: Map<string, Map<string, ModelGrant>>;
  /** By user: the services that invited them. */
  linked: Map<string, Set<string>>;
}

export function emptyModel(): AccessModel {
  return {
    services: new Map(),
    users: new Map(),
    organisations: new Map(),
    grants: new Map(),
    linked: new Map(),
  };
}

/** The value, which a test has made. */
export function known<T>(map: ReadonlyMap<string, T>, id: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`the model has no ${id}`);
  return found;
}

export function keyOf(organisationId: string, userId: string): string {
  return `${organisationId}:${userId}`;
}

export function grantOf(
  { grants }: AccessModel,
  serviceId: string,
  organisationId: string,
  userId: string,
): ModelGrant | undefined {
  return grants.get(serviceId)?.get(keyOf(organisationId, userId));
}

/** Grants go with their membership, and with their user. */
export function dropGrants({ grants }: AccessModel, organisationId: string, userId: string): void {
  for (const ofService of grants.values()) ofService.delete(keyOf(organisationId, userId));
}

export function childrenOf({ services }: AccessModel, serviceId: string): ModelService[] {
  return [...services.values()].filter(({ parentId }) => parentId === serviceId);
}

/** Statuses that are hidden from the organisations of a person or a provider. */
export function isHidden({ status }: ModelOrganisation): boolean {
  return status === 0 || status === 9;
}
