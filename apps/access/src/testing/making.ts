import { newId } from '@gatehouse/runtime';
import type { AccessUnderTest } from './access-under-test.ts';
import { membership, organisation, user } from './neighbours.ts';

/** Makes what a test needs, as the operator and directory would. */
export function createMaking(access: () => AccessUnderTest) {
  let count = 0;
  const details = (clientId: string, more: object = {}) => ({
    clientId,
    name: 'A service',
    redirectUris: ['https://service.example.org/done'],
    ...more,
  });
  return {
    details,

    async service(more: object = {}) {
      const id = newId();
      const clientId = `client-${++count}`;
      const answer = await access().operator('PUT', `/manage/services/${id}`, details(clientId, more));
      expect(answer.status).toBe(201);
      return { id, clientId, secret: answer.body.apiSecret as string, answer };
    },

    async role(serviceId: string, code: string, status = 'Active') {
      const path = `/manage/services/${serviceId}/roles/${code}`;
      expect((await access().operator('PUT', path, { name: code, status })).status).toBeLessThan(300);
    },

    /** A member of a school; known to access a moment later. */
    async member({ category = '001' } = {}) {
      const [userId, organisationId] = [newId(), newId()];
      const since = Date.now();
      const { neighbours } = access();
      await neighbours.organisation(since, organisation(organisationId, { category }));
      await neighbours.user(since, user(userId, { memberships: [membership(organisationId, since)] }));
      return { userId, organisationId, since };
    },
  };
}

export function grantPath(userId: string, organisationId: string, serviceId: string): string {
  return `/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`;
}
