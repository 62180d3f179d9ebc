import type { Approver, ListedUser, UserChange } from '@gatehouse/contracts';
import {
  type AccessModel,
  approversIn,
  organisationsOfUser,
  recordsIn,
  usersOfProvider,
} from './access-model.ts';
import type { AccessUnderTest } from './access-under-test.ts';
import { changesSince, walk } from './list-reading.ts';

/** Some services, users and organisations of one run, and what should be seen of them. */
export interface World {
  model: AccessModel;
  services: string[];
  users: string[];
  organisations: string[];
  ukprn: string;
  /** What a follower of the changes knows, and where it stands, by service. */
  followed: Map<string, { known: Map<string, UserChange>; cursor?: string }>;
}

const sorted = <T>(list: readonly T[]) =>
  list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const viewed = ({
  userId,
  email,
  givenName,
  userStatus,
  roleId,
  organisation: place,
  roles,
}: ListedUser) => ({
  userId,
  email,
  givenName,
  userStatus,
  roleId,
  organisation: { id: place.id, Status: place.Status, Category: place.Category },
  roles: roles.map(({ code }) => code),
});

/** Compares every public read of the services with what the model says. */
export async function compare(
  access: AccessUnderTest,
  { model, services, users, organisations, ukprn, followed }: World,
): Promise<void> {
  for (const serviceId of services) {
    const listed = await walk(access, serviceId, { pageSize: 2 });
    const expected = sorted(recordsIn(model, serviceId));
    expect(sorted(listed.map(viewed))).toEqual(expected);
    expect((await access.client(serviceId, '/users')).body.numberOfRecords).toBe(expected.length);

    const window = await walk(access, serviceId, { path: '/users?from=2020-01-01&to=2020-01-02' });
    expect(window).toEqual([]);
    for (const status of [0, 1]) {
      const found = await walk(access, serviceId, { path: `/users?status=${status}`, pageSize: 2 });
      expect(sorted(found.map(viewed))).toEqual(expected.filter(({ userStatus }) => userStatus === status));
    }

    const follower = followed.get(serviceId);
    const { changes, next } = await changesSince(access, serviceId, follower?.cursor);
    const known = new Map(follower?.known);
    for (const change of changes) known.set(`${change.organisationId}:${change.userId}`, change);
    followed.set(serviceId, { known, cursor: next });
    const held = [...known.values()].flatMap(({ record }) => record ?? []);
    // An organisation's own change is none of the list's.
    const timeless = (each: ReturnType<typeof viewed>) => ({ ...each, organisation: each.organisation.id });
    expect(sorted(held.map(viewed).map(timeless))).toEqual(
      sorted(recordsIn(model, serviceId).map((each) => ({ ...each, organisation: each.organisation.id }))),
    );

    const approvers = await walk<Approver>(access, serviceId, { path: '/users/approvers', pageSize: 2 });
    const ids = approvers.map(({ userId, organisation: { id } }) => `${id}:${userId}`);
    const ours = ids.filter((id) => organisations.some((each) => id.startsWith(each)));
    expect(ours).toEqual(approversIn(model, serviceId).toSorted());

    const ofProvider = usersOfProvider(model, serviceId, ukprn);
    const answer = await access.client(serviceId, `/organisations/${ukprn}/users`);
    if (typeof ofProvider === 'number') expect(answer.status).toBe(ofProvider);
    else {
      const found = answer.body.users.map(({ email, roles }: { email: string; roles: string[] }) => ({
        email,
        roles,
      }));
      expect(sorted(found)).toEqual(sorted(ofProvider));
    }

    for (const userId of users) {
      const expectedPlaces = organisationsOfUser(model, serviceId, userId);
      const { status, body } = await access.client(serviceId, `/users/${userId}/organisations`);
      if (expectedPlaces === 404) expect(status).toBe(404);
      else expect(sorted(body.map(({ id }: { id: string }) => id))).toEqual(sorted(expectedPlaces));
      for (const organisationId of organisations) {
        const path = `/services/${serviceId}/organisations/${organisationId}/users/${userId}`;
        const lookup = await access.client(serviceId, path);
        const roles = model.grants.get(`${serviceId}:${organisationId}:${userId}`);
        expect(lookup.status).toBe(roles === undefined ? 404 : 200);
        if (roles !== undefined)
          expect(lookup.body.roles.map(({ code }: { code: string }) => code)).toEqual(roles);
      }
    }
  }
}
