import type { ListedUser } from '@gatehouse/contracts';
import { eventually } from '@gatehouse/testing';
import type { AccessUnderTest } from './access-under-test.ts';
import { createMaking, grantPath } from './making.ts';

/** What tests of a service's list of users do again and again. */
export function createListing(access: () => AccessUnderTest) {
  const making = createMaking(access);
  type Member = Awaited<ReturnType<typeof making.member>>;
  const users = (serviceId: string, query = '') => access().client(serviceId, `/users${query}`);

  return {
    making,
    users,

    /** Waits until a service lists these users and no others. */
    listed: (serviceId: string, ids: readonly string[]) =>
      eventually(async () => {
        const { body } = await users(serviceId, '?pageSize=500');
        expect(body.numberOfRecords).toBe(ids.length);
        expect(body.users.map(({ userId }: ListedUser) => userId).toSorted()).toEqual(ids.toSorted());
      }),

    /** A new member of a new school, with a grant to the service. */
    async grantTo(serviceId: string): Promise<Member> {
      const member = await making.member();
      const path = grantPath(member.userId, member.organisationId, serviceId);
      expect((await access().operator('PUT', path, {})).status).toBe(201);
      return member;
    },

    remove: ({ userId, organisationId }: Member, serviceId: string) =>
      access().operator('DELETE', grantPath(userId, organisationId, serviceId)),
  };
}
