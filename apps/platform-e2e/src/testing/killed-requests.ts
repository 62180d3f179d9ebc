import { eventually } from '@gatehouse/testing';
import { type Journey, killed } from './killed-journeys.ts';
import { mailboxOf, makeUser } from './scene.ts';
import { makeSignInScene } from './sign-in-scene.ts';
import { personSignedIn } from './signed-in-person.ts';

/** A stranger asks for a service at a school, and the approver there says yes. Each step may be repeated. */
export const asksForAccess: Journey = async (name) => {
  const { url, operator, mailboxUrl } = killed.platform();
  const scene = await makeSignInScene(url, operator, { params: { actsForPeople: 'true' } });
  const { organisationId, serviceId } = scene;
  const [email, approverEmail] = [`${name}@example.org`, `approver-${name}@example.org`];
  const [userId, approverId] = [await makeUser(operator, email), await makeUser(operator, approverEmail)];
  const membership = `/manage/users/${approverId}/organisations/${organisationId}`;
  expect((await operator.put(membership, { roleId: 10_000 })).status).toBe(201);
  const person = await personSignedIn({ url, mailboxUrl, scene, email });
  const approver = await personSignedIn({ url, mailboxUrl, scene, email: approverEmail });
  const before = (await mailboxOf(mailboxUrl, email)).length;
  let requestId = '';

  const asked = { organisationId, serviceId, roles: ['READER'], reason: 'I teach there' };
  const decision = { decision: 'approve', roleId: 0, roles: ['READER'] };
  return [
    // Access may hear of the person a moment after the sign-in.
    () =>
      eventually(async () => {
        const { status, body } = await person('POST', '/me/requests', asked);
        expect([200, 201]).toContain(status);
        requestId = body.id;
      }),
    () =>
      eventually(async () => {
        const path = `/me/organisations/${organisationId}/requests/${requestId}/decision`;
        expect((await approver('POST', path, decision)).status).toBe(200);
      }),
    () =>
      eventually(async () => {
        const { body } = await person('GET', '/me/requests');
        expect(body.requests).toEqual([expect.objectContaining({ id: requestId, status: 'done' })]);
      }),
    async () => {
      const path = `/services/${serviceId}/organisations/${organisationId}/users/${userId}`;
      expect((await scene.service.get(path)).body.roles).toMatchObject([{ code: 'READER' }]);
    },
    () =>
      eventually(async () => {
        expect((await mailboxOf(mailboxUrl, email)).slice(before)).toHaveLength(1);
      }),
  ];
};
