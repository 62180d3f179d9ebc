import {
  type CallbackReceiver,
  callbackReceiver,
  eventually,
  kafkaForTests,
  mongodbForTests,
} from '@gatehouse/testing';
import { type DistributedPlatform, distributedPlatform } from '../testing/distributed-platform.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();

if ('skipped' in mongodb || 'skipped' in kafka) {
  for (const engine of [mongodb, kafka]) {
    if ('skipped' in engine) test.skip(`rebuilds on MongoDB and Kafka: ${engine.skipped}`, () => {});
  }
} else {
  rebuildSuite(mongodb.url, kafka.url);
  afterAll(() => Promise.all([mongodb.stop(), kafka.stop()]));
}

const MODELS = [
  'people',
  'lists',
  'invitations-projections',
  'signin-projections',
  'accounts-projections',
  'notifier-recipients',
] as const;
const PATIENT = { timeoutMs: 90_000 };

function rebuildSuite(mongodbUrl: string, kafkaUrl: string): void {
  let platform: DistributedPlatform;
  let receiver: CallbackReceiver;
  let scene: Scene;

  beforeAll(async () => {
    receiver = await callbackReceiver();
    platform = await distributedPlatform({ mongodbUrl, kafkaUrl, instances: { access: 2, invitations: 2 } });
    scene = await makeScene(platform.url, platform.operator);
  });
  afterAll(async () => {
    await platform?.close();
    await receiver?.close();
  });

  async function join(n: number): Promise<string> {
    const userId = await makeUser(platform.operator, `member-${n}@example.org`);
    const member = `/manage/users/${userId}/organisations/${scene.organisationId}`;
    expect((await platform.operator.put(member, { roleId: 0 })).status).toBe(201);
    const grant = `${member}/services/${scene.serviceId}`;
    await eventually(async () =>
      expect((await platform.operator.put(grant, { roles: ['READER'] })).status).toBeLessThan(300),
    );
    return userId;
  }

  async function leave(userId: string): Promise<void> {
    const member = `/manage/users/${userId}/organisations/${scene.organisationId}`;
    expect((await platform.operator.delete(member)).status).toBe(204);
  }

  /** Whichever instance is asked. */
  function listed(ids: readonly string[]): Promise<void> {
    return eventually(async () => {
      for (let n = 0; n < 4; n++) {
        const { body } = await scene.service.get('/users?pageSize=500');
        expect(body.users.map(({ userId }: { userId: string }) => userId).toSorted()).toEqual(ids.toSorted());
        expect(body.numberOfRecords).toBe(ids.length);
      }
    }, PATIENT);
  }

  test('all read models at once, while people join and leave, an invitation is answered and an instance dies', async () => {
    const members: string[] = [];
    for (let n = 0; n < 20; n++) members.push(await join(n));
    await listed(members);
    const { next } = (await scene.service.get('/users/changes')).body;

    const runs = new Map<string, string>();
    for (const name of MODELS) {
      const { status, body } = await platform.operator.post(`/manage/read-models/${name}/rebuild`);
      expect(status).toBe(202);
      runs.set(name, body.rebuilding.run);
      expect((await platform.operator.post(`/manage/read-models/${name}/rebuild`)).status).toBe(409);
    }
    const gone = members.splice(0, 5);
    for (const userId of gone) await leave(userId);
    const [victim] = platform.instances.access;
    if (victim !== undefined) await platform.killOne(victim);
    const body = {
      sourceId: 'a-source',
      given_name: 'Ann',
      family_name: 'Lee',
      email: 'member-7@example.org',
      organisation: scene.organisationId,
      callback: `${receiver.url}/while-rebuilding`,
    };
    await eventually(async () => {
      const path = `/services/${scene.serviceId}/invitations`;
      const headers = { 'idempotency-key': 'while-rebuilding' };
      expect((await scene.service.post(path, body, headers)).status).toBe(202);
    }, PATIENT);
    await platform.startOne('access');
    for (let n = 20; n < 25; n++) members.push(await join(n));

    for (const [name, run] of runs) {
      await eventually(async () => {
        const { body: state } = await platform.operator.get(`/manage/read-models/${name}`);
        expect(state.generation).toContain(`.${run}`);
        expect(state.rebuilding).toBeUndefined();
      }, PATIENT);
    }
    await listed(members);
    expect(await receiver.waitFor('/while-rebuilding', 1, PATIENT.timeoutMs)).toHaveLength(1);
    expect((await scene.service.get(`/users/changes?since=${next}`)).status).toBe(410);
    const [later] = members.splice(0, 1);
    if (later !== undefined) await leave(later);
    members.push(await join(25));
    await listed(members);
  });
}
