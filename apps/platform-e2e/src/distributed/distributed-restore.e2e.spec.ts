import { backendNames } from '@gatehouse/contracts';
import {
  type CallbackReceiver,
  callbackReceiver,
  type EngineForTests,
  eventually,
  kafkaForTests,
  mongodbForTests,
} from '@gatehouse/testing';
import { dumped, putDatabaseBack } from '../testing/database-copies.ts';
import { type DistributedPlatform, distributedPlatform } from '../testing/distributed-platform.ts';
import { gatehouse } from '../testing/offline-commands.ts';
import { mailboxOf, makeScene, makeUser, messageTo } from '../testing/scene.ts';

const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();

if ('skipped' in mongodb || 'skipped' in kafka) {
  for (const engine of [mongodb, kafka]) {
    if ('skipped' in engine) test.skip(`a restore on MongoDB and Kafka: ${engine.skipped}`, () => {});
  }
} else {
  restoreSuite(mongodb, kafka);
  afterAll(() => Promise.all([mongodb.stop(), kafka.stop()]));
}

type RunningEngine = Exclude<EngineForTests, { skipped: string }>;

const TAKES_MS = 60_000;

function restoreSuite({ url: mongodbUrl }: RunningEngine, { url: kafkaUrl }: RunningEngine): void {
  let platform: DistributedPlatform;
  let receiver: CallbackReceiver;

  beforeAll(async () => {
    receiver = await callbackReceiver();
    platform = await distributedPlatform({ mongodbUrl, kafkaUrl });
  });
  afterAll(async () => {
    await platform?.close();
    await receiver?.close();
  });

  test('directory and notifier lost and put back, the others as they are: one truth, and nothing comes twice', async () => {
    const { operator, url, env } = platform;
    const { STORE_URL = '', EVENTS_URL = '' } = env;
    const scene = await makeScene(url, operator, { params: { canViewAllUsers: 'true' } });
    const { serviceId, organisationId, service } = scene;
    const granted = async (name: string) => {
      const id = await makeUser(operator, `${name}@example.org`);
      const place = `/manage/users/${id}/organisations/${organisationId}`;
      expect((await operator.put(place, { roleId: 0 })).status).toBe(201);
      expect((await operator.put(`${place}/services/${serviceId}`, { roles: [] })).status).toBe(201);
      return id;
    };
    const listed = async () =>
      (await service.get('/users')).body.users.map(({ userId }: { userId: string }) => userId).sort();

    const ann = await granted('ann');
    const copies = await Promise.all(
      (['directory', 'notifier'] as const).map(async (app) => [app, await dumped(STORE_URL, app)] as const),
    );
    const dee = await granted('dee');
    await service.post(`/services/${serviceId}/invitations`, {
      ...{ sourceId: 'late', given_name: 'Ann', family_name: 'Lee', email: 'ann@example.org' },
      callback: `${receiver.url}/late`,
    });
    await receiver.waitFor('/late');
    await messageTo(platform.mailboxUrl, 'ann@example.org');
    await eventually(async () => {
      expect((await operator.get('/manage/deliveries?status=pending')).body.numberOfRecords).toBe(0);
      expect(await listed()).toEqual([ann, dee].sort());
    });

    for (const app of backendNames)
      for (const instance of platform.instances[app]) await platform.stopOne(instance);
    for (const [app, copy] of copies) await putDatabaseBack(STORE_URL, app, copy);
    const done = await gatehouse('restore', { STORE_URL, EVENTS_URL });
    expect(done).toMatchObject({ code: 0 });
    await Promise.all(backendNames.map((app) => platform.startOne(app)));

    expect((await operator.get('/manage/users')).body.users).toMatchObject([{ id: ann }]);
    for (const model of ['people', 'lists']) {
      await eventually(
        async () =>
          expect((await operator.get(`/manage/read-models/${model}`)).body.generation).toContain('.'),
        { timeoutMs: TAKES_MS },
      );
    }
    await eventually(async () => expect(await listed()).toEqual([ann]), { timeoutMs: TAKES_MS });
    expect((await service.get(`/users/${dee}/organisations`)).status).toBe(404);
    expect((await service.get(`/users/${ann}/organisations`)).body).toMatchObject([{ id: organisationId }]);
    const { deliveries } = (await operator.get('/manage/deliveries')).body;
    expect(deliveries.map(({ status }: { status: string }) => status)).toEqual(['delivered', 'delivered']);
    expect(receiver.at('/late')).toHaveLength(1);
    expect(await mailboxOf(platform.mailboxUrl, 'ann@example.org')).toHaveLength(1);
  });
}
