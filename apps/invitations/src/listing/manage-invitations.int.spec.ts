import { invitationsSuite } from '../testing/invitations-suite.ts';
import { testId } from '../testing/invitations-under-test.ts';
import { CHILD, MEALS } from '../testing/scene.ts';

const { app, invited, listed } = await invitationsSuite();

test('the operator finds invitations by email, service and status', async () => {
  const id = await invited('Find.Me@example.org', {}, { to: CHILD });
  await app.reached(id, 'waiting');
  const query = `email=find.me@EXAMPLE.org&serviceId=${CHILD.toLowerCase()}&status=open`;
  const found = await app.operator('GET', `/manage/invitations?${query}`);
  expect(found.body).toMatchObject({ numberOfRecords: 1, page: 1, numberOfPages: 1 });
  expect(found.body.invitations).toEqual([
    {
      id,
      serviceId: CHILD,
      organisation: null,
      email: 'Find.Me@example.org',
      sourceId: 'S1',
      status: 'open',
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      emailStatus: 'pending',
      emailError: null,
    },
  ]);
  expect((await app.operator('GET', '/manage/invitations?status=lost')).status).toBe(400);
  const none = await app.operator('GET', `/manage/invitations?status=revoked&serviceId=${CHILD}`);
  expect(none.body).toMatchObject({ invitations: [], numberOfRecords: 0, numberOfPages: 0 });
  for (const path of [testId('nothing'), 'nothing']) {
    expect((await app.operator('GET', `/manage/invitations/${path}`)).status).toBe(404);
    expect((await app.operator('DELETE', `/manage/invitations/${path}`)).status).toBe(404);
    expect((await app.operator('POST', `/manage/invitations/${path}/resend`)).status).toBe(404);
  }
  const client = { kind: 'client' as const, serviceId: MEALS, clientId: 'Meals' };
  expect((await app.send(client, 'DELETE', `/manage/invitations/${id}`)).status).toBe(403);
  expect((await app.send(undefined, 'DELETE', `/manage/invitations/${id}`)).status).toBe(401);
  expect(await listed(id)).toMatchObject({ status: 'open' });
});
