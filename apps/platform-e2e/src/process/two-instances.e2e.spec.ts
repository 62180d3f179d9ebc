import { join } from 'node:path';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { documentedClient } from '../testing/documented-client.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

const EACH = 100;
const EMAIL = 'ann@example.org';
const PATIENT = { timeoutMs: 60_000 };
const preload = [join(import.meta.dirname, '../testing/as-pid-one.ts')];

let receiver: CallbackReceiver;
const running = new Set<PlatformProcess>();

async function start(dataDir?: string): Promise<PlatformProcess> {
  const platform = await platformProcess({ preload, ...(dataDir !== undefined && { dataDir }) });
  running.add(platform);
  return platform;
}

beforeAll(async () => {
  receiver = await callbackReceiver();
});
afterAll(async () => {
  for (const platform of running) await platform.kill();
  await receiver.close();
});

/** Invites the user through an instance, once for each path. */
async function invite({ url }: PlatformProcess, scene: Scene, paths: readonly string[]) {
  const service = documentedClient(url, scene.clientId, scene.apiSecret);
  for (const path of paths) {
    const body = {
      ...{ sourceId: path, given_name: 'Ann', family_name: 'Lee', email: EMAIL },
      ...{ organisation: scene.organisationId, callback: `${receiver.url}${path}` },
    };
    const answer = await service.post(`/services/${scene.serviceId}/invitations`, body);
    expect(answer.status).toBe(202);
  }
}

/** Waits until as many callbacks are known to have been delivered: a kill then repeats none. */
async function delivered({ operator }: PlatformProcess, callbacks: number): Promise<void> {
  await eventually(async () => {
    const answer = await operator.get('/manage/deliveries?status=delivered');
    // The informing email of each is one, too.
    expect(answer.body.numberOfRecords).toBe(2 * callbacks);
  }, PATIENT);
}

test('two instances on one DATA_DIR with the same pid and host name let each other be; the other goes on where one is killed', async () => {
  const one = await start();
  const scene = await makeScene(one.url, one.operator);
  await makeUser(one.operator, EMAIL);
  const other = await start(one.dataDir);
  const paths = Array.from({ length: EACH }, (_, n) => [`/one/${n}`, `/other/${n}`]);
  await Promise.all([
    invite(
      one,
      scene,
      paths.map(([path = '']) => path),
    ),
    invite(
      other,
      scene,
      paths.map(([, path = '']) => path),
    ),
  ]);
  await delivered(other, 2 * EACH);
  for (const path of paths.flat()) expect([path, receiver.at(path).length]).toEqual([path, 1]);

  await one.kill();
  const later = Array.from({ length: EACH }, (_, n) => `/later/${n}`);
  await invite(other, scene, later);
  await delivered(other, 3 * EACH);
  for (const path of later) expect([path, receiver.at(path).length]).toEqual([path, 1]);
  expect(receiver.received).toHaveLength(3 * EACH);
});
