import { type AccessModel, isHidden, known, type Span } from './access-model.ts';
import { roleNameOf } from './expected-answers.ts';
import { admittedRoles } from './model-policies.ts';
import { shownAsProvider, shownInList } from './shown-organisation.ts';

/** A record of `/users` by `<organisation>:<user>`: what it shows but for its times, and when those were. */
export interface ExpectedRecord {
  shown: Record<string, unknown> & { userId: string; userStatus: 0 | 1; organisation: { id: string } };
  approved: Span;
  updated: Span;
}

const later = (spans: readonly Span[]): Span => ({
  from: Math.max(...spans.map(({ from }) => from)),
  to: Math.max(...spans.map(({ to }) => to)),
});

/** What `/users` shows of a service. */
export function expectedRecords(model: AccessModel, serviceId: string): Map<string, ExpectedRecord> {
  const service = known(model.services, serviceId);
  const records = new Map<string, ExpectedRecord>();
  for (const [key, grant] of model.grants.get(serviceId) ?? []) {
    const { organisationId, userId, approved, changed } = grant;
    const { email, givenName, familyName, status, memberships, ...user } = known(model.users, userId);
    const membership = known(memberships, organisationId);
    const { roleId } = membership;
    const roles = grant.roles.toSorted().map((code) => {
      const role = known(service.roles, code);
      return { code, name: role.name, status: role.status === 'Active' ? 1 : 0 };
    });
    const person = { userId, userStatus: status, email, givenName, familyName };
    const organisation = shownInList(known(model.organisations, organisationId));
    records.set(key, {
      shown: { ...person, roleId, roleName: roleNameOf(roleId), roles, organisation },
      approved,
      updated: later([user.changed, membership.changed, changed]),
    });
  }
  return records;
}

/** What `/users/approvers` shows to a service that may see it. */
export function expectedApprovers(model: AccessModel, serviceId: string): Map<string, unknown> {
  const service = known(model.services, serviceId);
  const approvers = new Map<string, unknown>();
  for (const user of model.users.values()) {
    for (const [organisationId, { roleId }] of user.memberships) {
      const organisation = known(model.organisations, organisationId);
      if (roleId !== 10000 || isHidden(organisation)) continue;
      if (admittedRoles(service, organisation, user) === undefined) continue;
      const { id: userId, email, givenName, familyName, status: userStatus } = user;
      const person = { userId, userStatus, email, givenName, familyName };
      approvers.set(`${organisationId}:${userId}`, {
        ...person,
        ...{ roleId, roleName: roleNameOf(roleId), organisation: shownAsProvider(organisation) },
      });
    }
  }
  return approvers;
}
