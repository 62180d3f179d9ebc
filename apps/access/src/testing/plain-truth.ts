import type { Approver, Membership } from '@gatehouse/contracts';
import type { AccessUnderTest } from './access-under-test.ts';
import { changesSince, walk } from './list-reading.ts';

/** The expected result for a few services, users and organisations, in memory and never late. */
export interface PlainTruth {
  services: readonly string[];
  /** Memberships by user. */
  users: Map<string, Membership[]>;
  /** Status by organisation. */
  organisations: Map<string, number>;
  /** Role codes by `<service>:<organisation>:<user>`. */
  grants: Map<string, readonly string[]>;
}

/** Removes the grants whose membership has ended. */
export function dropGrants({ users, grants }: PlainTruth): void {
  for (const key of grants.keys()) {
    const [, organisationId, userId = ''] = key.split(':');
    const isMember = users.get(userId)?.some((each) => each.organisationId === organisationId);
    if (isMember !== true) grants.delete(key);
  }
}

function grantsOf({ grants }: PlainTruth, serviceId: string): string[] {
  const own = [...grants].filter(([key]) => key.startsWith(`${serviceId}:`));
  return own.map(([key, roles]) => `${key.slice(serviceId.length + 1)} ${roles.join(',')}`).toSorted();
}

function approversOf({ users, organisations }: PlainTruth): string[] {
  const held = [...users].flatMap(([userId, memberships]) =>
    memberships.flatMap(({ organisationId, roleId }) =>
      roleId === 10_000 && organisations.get(organisationId) !== 9 ? `${organisationId}:${userId}` : [],
    ),
  );
  return held.toSorted();
}

/** Compares lists, changes, approvers and users' organisations, as one instance shows them, with the truth. */
export async function expectTruth(access: AccessUnderTest, truth: PlainTruth): Promise<void> {
  for (const serviceId of truth.services) {
    const expected = grantsOf(truth, serviceId);
    const shown = (userId: string, organisationId: string, roles: readonly { code: string }[]) =>
      `${organisationId}:${userId} ${roles.map(({ code }) => code).join(',')}`;
    const listed = await walk(access, serviceId, { pageSize: 2 });
    expect(
      listed.map(({ userId, organisation, roles }) => shown(userId, organisation.id, roles)).toSorted(),
    ).toEqual(expected);
    expect((await access.client(serviceId, '/users')).body.numberOfRecords).toBe(expected.length);
    const { changes } = await changesSince(access, serviceId);
    const held = changes.flatMap(({ userId, organisationId, record }) =>
      record === null ? [] : shown(userId, organisationId, record.roles),
    );
    expect(held.toSorted()).toEqual(expected);
    const approvers = await walk<Approver>(access, serviceId, { path: '/users/approvers', pageSize: 3 });
    const ids = approvers.map(({ userId, organisation: { id } }) => `${id}:${userId}`);
    expect(ids.filter((id) => truth.organisations.has(id.split(':')[0] ?? ''))).toEqual(approversOf(truth));
    for (const [userId, memberships] of truth.users) {
      const { status, body } = await access.client(serviceId, `/users/${userId}/organisations`);
      const organisationIds = memberships.flatMap(({ organisationId }) =>
        truth.organisations.get(organisationId) === 9 ? [] : organisationId,
      );
      const isGranted = expected.some((each) => each.includes(`:${userId} `));
      expect(status).toBe(isGranted && organisationIds.length > 0 ? 200 : 404);
      if (status === 200) {
        expect(body.map(({ id }: { id: string }) => id).toSorted()).toEqual(organisationIds.toSorted());
      }
    }
  }
}
