import { type CallbackReceiver, eventually } from '@gatehouse/testing';
import { expectStatus } from './expect-status.ts';
import { platformProcess } from './platform-process.ts';
import { acceptByPage, linkAndCode, makeScene, makeUser, messageTo } from './scene.ts';

/** A platform in use: with demo data, users, removed records, and deliveries in every state. */
export async function platformInUse(receiver: CallbackReceiver) {
  const env = { DEMO_DATA: 'true', DELIVERY_SCHEDULE: '0,40,40,40,40' };
  const platform = await platformProcess({ env });
  const { url, operator } = platform;
  const params = { canViewAllUsers: 'true', canViewApproverReport: 'true' };
  const scene = await makeScene(url, operator, { params });
  const { serviceId, organisationId, service } = scene;
  const ukprn = '10000001';
  const organisation = { name: 'Hill School', category: '001', status: 1, ukprn };
  await operator.put(`/manage/organisations/${organisationId}`, organisation);

  const userIds: string[] = [];
  for (const name of ['ann', 'bob', 'cid', 'dee']) {
    const id = await makeUser(operator, `${name}@example.org`);
    userIds.push(id);
    const place = `/manage/users/${id}/organisations/${organisationId}`;
    expectStatus(await operator.put(place, { roleId: name === 'ann' ? 10_000 : 0 }), 201);
    if (name !== 'dee') await operator.put(`${place}/services/${serviceId}`, { roles: ['READER'] });
  }
  const [, bob] = userIds;
  expectStatus(await operator.delete(`/manage/users/${bob}/organisations/${organisationId}`), 204);

  receiver.answer('/pending', 500, 204);
  receiver.answer('/failed', 410);
  const invite = async (name: string, email: string) => {
    const answer = await service.post(`/services/${serviceId}/invitations`, {
      sourceId: name,
      given_name: 'Eve',
      family_name: 'Lee',
      email,
      organisation: organisationId,
      callback: `${receiver.url}/${name}`,
    });
    expectStatus(answer, 202);
  };
  await invite('registered', 'eve@example.org');
  const accepted = linkAndCode(await messageTo(url, 'eve@example.org'));
  expectStatus(await acceptByPage(accepted.link, accepted.code), 303);
  await receiver.waitFor('/registered');
  await invite('open', 'fay@example.org');
  const open = linkAndCode(await messageTo(url, 'fay@example.org'));
  await invite('delivered', 'cid@example.org');
  await invite('failed', 'cid@example.org');
  await invite('pending', 'cid@example.org');
  for (const path of ['/delivered', '/failed', '/pending']) await receiver.waitFor(path);
  // What became of an email reaches its invitation a moment after the email.
  await eventually(async () => {
    const { invitations } = (await operator.get('/manage/invitations')).body;
    const waiting = invitations.filter(
      ({ emailStatus }: { emailStatus: string }) => emailStatus === 'pending',
    );
    if (waiting.length > 0) throw new Error(`${waiting.length} emails are pending`);
  });
  // Rebuilt, so that its generation has a name that only the store knows.
  const model = '/manage/read-models/lists';
  const { generation } = (await operator.get(model)).body;
  expectStatus(await operator.post(`${model}/rebuild`), 202);
  await eventually(async () => {
    if ((await operator.get(model)).body.generation === generation) throw new Error('not rebuilt yet');
  });
  return { platform, scene, ukprn, userIds, open };
}
