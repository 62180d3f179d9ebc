import { randomUUID } from 'node:crypto';
import { type CallbackReceiver, eventually } from '@gatehouse/testing';
import { backUp, backUpRunning } from './backups.ts';
import { documentedClient } from './documented-client.ts';
import { expectStatus } from './expect-status.ts';
import type { PlatformProcess } from './platform-process.ts';
import { linkAndCode, makeScene, makeUser, messageTo } from './scene.ts';

export interface BackedUpOptions {
  receiver: CallbackReceiver;
  /** On a directory of its own where none is given. */
  startPlatform: (dataDir?: string) => Promise<PlatformProcess>;
}

/** The header under which an invitation of a name is asked for. */
export const keyed = (name: string) => ({ 'idempotency-key': name });

/** A platform that was backed up twice while it ran, and stopped. */
export async function backedUpPlatform({ receiver, startPlatform }: BackedUpOptions) {
  const params = { canViewAllUsers: 'true' };
  let platform = await startPlatform();
  const { dataDir, operatorSecret } = platform;
  const scene = await makeScene(platform.url, platform.operator, { params });
  const { serviceId, organisationId } = scene;
  const late = { serviceId: randomUUID().toUpperCase(), organisationId: randomUUID().toUpperCase() };
  const ids: Record<string, string> = {};

  async function person(name: string): Promise<void> {
    const id = await makeUser(platform.operator, `${name}@example.org`);
    const place = `/manage/users/${id}/organisations/${organisationId}`;
    expectStatus(await platform.operator.put(place, { roleId: 0 }), 201);
    expectStatus(await platform.operator.put(`${place}/services/${serviceId}`, { roles: [] }), 201);
    ids[name] = id;
  }
  async function invite(name: string, email: string): Promise<string> {
    const client = documentedClient(platform.url, scene.clientId, scene.apiSecret);
    const body = { sourceId: name, given_name: 'Fay', family_name: 'Lee', email };
    const more = { organisation: organisationId, callback: `${receiver.url}/${serviceId}/${name}` };
    const answer = await client.post(`/services/${serviceId}/invitations`, { ...body, ...more }, keyed(name));
    expectStatus(answer, 202);
    return answer.body.invitationId;
  }
  async function goOn(): Promise<void> {
    platform = await startPlatform(dataDir);
  }

  for (const name of ['ann', 'bob', 'eve']) await person(name);
  await invite('open', 'fay@example.org');
  const link = linkAndCode(await messageTo(platform.url, 'fay@example.org'));
  await eventually(async () => {
    const { body } = await platform.operator.get('/manage/deliveries?status=pending');
    if (body.numberOfRecords > 0) throw new Error('deliveries are pending');
  });
  const first = backUpRunning(dataDir, ['directory', 'notifier']);
  await person('dee');
  const { operator } = platform;
  expect((await operator.delete(`/manage/users/${ids.bob}/organisations/${organisationId}`)).status).toBe(
    204,
  );
  expectStatus(await operator.delete(`/manage/users/${ids.eve}`), 204);
  await invite('between', 'ann@example.org');
  await receiver.waitFor(`/${serviceId}/between`);
  await messageTo(platform.url, 'ann@example.org');
  await platform.stop();
  const second = backUp(dataDir);

  await goOn();
  await person('gus');
  const lateInvitationId = await invite('late', 'ann@example.org');
  await receiver.waitFor(`/${serviceId}/late`);
  await messageTo(platform.url, 'ann@example.org', 2);
  const lateService = { clientId: 'late-client', name: 'Late', redirectUris: [] };
  expectStatus(await platform.operator.put(`/manage/services/${late.serviceId}`, lateService), 201);
  const lateSchool = { name: 'Late School', category: '001', status: 1 };
  expect(
    (await platform.operator.put(`/manage/organisations/${late.organisationId}`, lateSchool)).status,
  ).toBe(201);
  const client = documentedClient(platform.url, scene.clientId, scene.apiSecret);
  const { next: cursor } = (await client.get('/users/changes')).body;
  await platform.stop();
  return { dataDir, operatorSecret, scene, ids, late, lateInvitationId, link, cursor, invite, first, second };
}
