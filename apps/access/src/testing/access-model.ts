import type { Membership, OrganisationState, PresentUser } from '@gatehouse/contracts';

/** The rules of what services see, in the plainest words: everything in memory, nothing ever late. */
export interface AccessModel {
  users: Map<string, PresentUser>;
  organisations: Map<string, OrganisationState>;
  /** Role codes by `<service>:<organisation>:<user>`. */
  grants: Map<string, readonly string[]>;
  /** By service: categories of the organisations that it is for; undefined for all. */
  categories: Map<string, readonly string[] | undefined>;
}

export function emptyModel(): AccessModel {
  return { users: new Map(), organisations: new Map(), grants: new Map(), categories: new Map() };
}

function hiddenOf({ status }: OrganisationState): boolean {
  return status === 0 || status === 9;
}

export function membershipOf(
  model: AccessModel,
  userId: string,
  organisationId: string,
): Membership | undefined {
  return model.users.get(userId)?.memberships.find((each) => each.organisationId === organisationId);
}

/** Grants go with their membership. */
export function dropGrants(model: AccessModel): void {
  for (const key of model.grants.keys()) {
    const [, organisationId = '', userId = ''] = key.split(':');
    if (membershipOf(model, userId, organisationId) === undefined) model.grants.delete(key);
  }
}

/** What `/users` shows of a service, in no order. */
export function recordsIn(model: AccessModel, serviceId: string) {
  return [...model.grants].flatMap(([key, roles]) => {
    const [service, organisationId = '', userId = ''] = key.split(':');
    const user = model.users.get(userId);
    if (service !== serviceId || user === undefined) return [];
    const { status, category } = model.organisations.get(organisationId) ?? {};
    return {
      userId,
      email: user.email,
      givenName: user.givenName,
      userStatus: user.status,
      roleId: membershipOf(model, userId, organisationId)?.roleId,
      organisation: { id: organisationId, Status: status, Category: category },
      roles,
    };
  });
}

function isFor(model: AccessModel, serviceId: string, organisation: OrganisationState): boolean {
  return model.categories.get(serviceId)?.includes(organisation.category) ?? true;
}

/** `<organisation>:<user>` of the approvers that a service sees. */
export function approversIn(model: AccessModel, serviceId: string): string[] {
  return [...model.users.values()].flatMap((user) =>
    user.memberships.flatMap(({ organisationId, roleId }) => {
      const organisation = model.organisations.get(organisationId);
      if (roleId !== 10000 || organisation === undefined || hiddenOf(organisation)) return [];
      return isFor(model, serviceId, organisation) ? `${organisationId}:${user.id}` : [];
    }),
  );
}

/** What `/organisations/{ukprn}/users` answers: a status, or each user's role codes. */
export function usersOfProvider(model: AccessModel, serviceId: string, ukprn: string) {
  const named = [...model.organisations.values()].filter((each) => each.ukprn === ukprn && !hiddenOf(each));
  if (named.length === 0) return 404;
  const allowed = named.filter((each) => isFor(model, serviceId, each)).map(({ id }) => id);
  if (allowed.length === 0) return 403;
  const found = new Map<string, Set<string>>();
  for (const record of recordsIn(model, serviceId)) {
    if (!allowed.includes(record.organisation.id)) continue;
    const codes = found.get(record.userId) ?? new Set();
    for (const code of record.roles) codes.add(code);
    found.set(record.userId, codes);
  }
  if (found.size === 0) return 404;
  return [...found].map(([userId, codes]) => ({
    email: model.users.get(userId)?.email,
    roles: [...codes].toSorted(),
  }));
}

/** The ids that `/users/{id}/organisations` lists, or 404. */
export function organisationsOfUser(model: AccessModel, serviceId: string, userId: string): 404 | string[] {
  const user = model.users.get(userId);
  const isShown = [...model.grants.keys()].some(
    (key) => key.startsWith(`${serviceId}:`) && key.endsWith(`:${userId}`),
  );
  const shown = (user?.memberships ?? []).flatMap(({ organisationId }) => {
    const organisation = model.organisations.get(organisationId);
    return organisation === undefined || hiddenOf(organisation) ? [] : organisationId;
  });
  return user === undefined || !isShown || shown.length === 0 ? 404 : shown;
}
