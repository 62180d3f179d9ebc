import { appNames } from '@gatehouse/contracts';
import {
  type CallbackReceiver,
  type CrashableServer,
  callbackReceiver,
  crashableKafka,
  crashableMongodb,
  eventually,
} from '@gatehouse/testing';
import { type DistributedPlatform, distributedPlatform } from '../testing/distributed-platform.ts';
import { acceptByPage, linkAndCode, makeScene, makeUser, messageTo, type Scene } from '../testing/scene.ts';

const mongodb = await crashableMongodb('platform');
const kafka = await crashableKafka('platform');

if ('skipped' in mongodb || 'skipped' in kafka) {
  for (const server of [mongodb, kafka]) {
    if ('skipped' in server) test.skip(`processes and servers that fail: ${server.skipped}`, () => {});
  }
} else {
  failureSuite(mongodb, kafka);
}

/** Who asks while the database is away is answered within some three seconds; one that hangs would not be at all. */
const HANG_MS = 30_000;
const COMES_BACK_MS = 60_000;

function failureSuite(mongodb: CrashableServer, kafka: CrashableServer): void {
  let platform: DistributedPlatform;
  let receiver: CallbackReceiver;
  let scene: Scene;

  beforeAll(async () => {
    receiver = await callbackReceiver();
    platform = await distributedPlatform({
      mongodbUrl: mongodb.url,
      kafkaUrl: kafka.url,
      instances: { invitations: 2, access: 2, notifier: 2 },
      env: { DELIVERY_SCHEDULE: '0,1,1,2,2,5,5,5,5' },
    });
    scene = await makeScene(platform.url, platform.operator);
    for (let user = 0; user < 5; user++) await makeUser(platform.operator, emailOf(user));
  });
  afterAll(async () => {
    await platform?.close();
    await receiver?.close();
    await Promise.all([mongodb.stop(), kafka.stop()]);
  });

  const emailOf = (user: number) => `known-${user}@example.org`;

  function ask(path: string, email: string) {
    const body = {
      sourceId: path,
      given_name: 'Ann',
      family_name: 'Lee',
      email,
      organisation: scene.organisationId,
      callback: `${receiver.url}${path}`,
    };
    return scene.service.post(`/services/${scene.serviceId}/invitations`, body, { 'idempotency-key': path });
  }

  /** Asks until it is taken, as clients do: the same Idempotency-Key makes that safe. */
  function insist(path: string, email: string): Promise<void> {
    return eventually(async () => expect((await ask(path, email)).status).toBe(202), {
      timeoutMs: COMES_BACK_MS,
    });
  }

  async function expectCalledBackOnce(path: string): Promise<void> {
    const callbacks = await receiver.waitFor(path, 1, COMES_BACK_MS);
    expect(new Set(callbacks.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const { sub } = JSON.parse(callbacks[0]?.body ?? '{}');
    const { serviceId, organisationId, service } = scene;
    const grant = `/services/${serviceId}/organisations/${organisationId}/users/${sub}`;
    await eventually(async () => expect((await service.get(grant)).status).toBe(200), {
      timeoutMs: COMES_BACK_MS,
    });
  }

  test.each(appNames)(
    'an instance of %s is killed in the middle of journeys: all end, none twice',
    async (app) => {
      const person = `new-${app}@example.org`;
      await insist(`/${app}/new`, person);
      const { link, code } = linkAndCode(await messageTo(platform.mailboxUrl, person));
      const paths = Array.from({ length: 5 }, (_, user) => `/${app}/${user}`);
      const asked = Promise.all(paths.map((path, user) => insist(path, emailOf(user))));
      const accepted = eventually(
        async () => expect([303, 410]).toContain((await acceptByPage(link, code)).status),
        { timeoutMs: COMES_BACK_MS },
      );
      const [victim] = platform.instances[app];
      if (victim === undefined) throw new Error(`no instance of ${app}`);
      await platform.killOne(victim);
      await platform.startOne(app);
      await Promise.all([asked, accepted]);
      for (const path of [...paths, `/${app}/new`]) await expectCalledBackOnce(path);
    },
  );

  async function makeMember(email: string): Promise<string> {
    const id = await makeUser(platform.operator, email);
    const membership = `/manage/users/${id}/organisations/${scene.organisationId}`;
    expect((await platform.operator.put(membership, { roleId: 0 })).status).toBe(201);
    const granted = () => platform.operator.put(`${membership}/services/${scene.serviceId}`, {});
    // Until access knows the membership.
    await eventually(async () => expect((await granted()).status).toBe(201), { timeoutMs: COMES_BACK_MS });
    return id;
  }

  test.each([
    ['is killed', () => kafka.kill(), () => kafka.start()],
    ['hangs', () => kafka.pause(), () => kafka.resume()],
  ])('Kafka %s: writes are taken, and all flows when it is back', async (what, fail, recover) => {
    const name = what.replace(' ', '-');
    const members = await Promise.all([0, 1, 2].map((n) => makeMember(`member-${n}-${name}@example.org`)));
    await fail();
    const paths = Array.from({ length: 10 }, (_, i) => `/no-kafka-${name}/${i}`);
    try {
      for (const [i, path] of paths.entries()) expect((await ask(path, emailOf(i % 5))).status).toBe(202);
      const made = { email: `${name}@example.org`, given_name: 'Ann', family_name: 'Lee' };
      expect((await platform.operator.post('/manage/users', made)).status).toBe(201);
      const grants = members.map((id) =>
        platform.operator.put(
          `/manage/users/${id}/organisations/${scene.organisationId}/services/${scene.serviceId}`,
          { roles: ['READER'] },
        ),
      );
      expect((await Promise.all(grants)).map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await fetch(`${platform.url}/readyz`)).status).toBe(200);
    } finally {
      await recover();
    }
    for (const path of paths) await expectCalledBackOnce(path);
  });

  test.each([
    ['is killed', () => mongodb.kill(), () => mongodb.start()],
    ['hangs', () => mongodb.pause(), () => mongodb.resume()],
  ])('MongoDB %s: 503 with Retry-After, quickly, and nothing is half-done', async (what, fail, recover) => {
    const path = `/no-mongodb/${what.replace(' ', '-')}`;
    await fail();
    try {
      for (let round = 0; round < 3; round++) {
        const started = performance.now();
        const answer = await ask(path, emailOf(round));
        expect(answer.status).toBe(503);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(performance.now() - started).toBeLessThan(HANG_MS);
      }
    } finally {
      await recover();
    }
    await insist(path, emailOf(0));
    await expectCalledBackOnce(path);
  });
}
