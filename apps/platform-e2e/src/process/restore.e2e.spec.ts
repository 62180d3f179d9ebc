import { topics } from '@gatehouse/contracts';
import { openEventLog, readToEnd } from '@gatehouse/event-log';
import { type ApiClient, type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { backedUpPlatform, keyed } from '../testing/backed-up-platform.ts';
import { type Backup, putBack } from '../testing/backups.ts';
import { documentedClient } from '../testing/documented-client.ts';
import { gatehouse, killed } from '../testing/offline-commands.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { acceptByPage, mailboxOf, makeScene } from '../testing/scene.ts';

const TAKES_MS = 60_000;
let receiver: CallbackReceiver;

beforeAll(async () => {
  receiver = await callbackReceiver();
});
afterAll(() => receiver?.close());

/** What a test that fails leaves running. */
const started: PlatformProcess[] = [];
afterEach(async () => {
  for (const { process: child, kill } of started.splice(0))
    if (child.exitCode === null && child.signalCode === null) await kill();
});

async function startPlatform(dataDir?: string): Promise<PlatformProcess> {
  const platform = await platformProcess(dataDir === undefined ? {} : { dataDir });
  started.push(platform);
  return platform;
}

type Past = Awaited<ReturnType<typeof past>>;
const past = () => backedUpPlatform({ receiver, startPlatform });

/** Directory and notifier as they were first, the others as they were later. */
function putStoresBack({ dataDir, first, second }: Past): void {
  const of: Record<string, Backup> = {
    directory: first,
    notifier: first,
    access: second,
    invitations: second,
    signin: second,
    accounts: second,
  };
  for (const [name, backup] of Object.entries(of)) putBack(dataDir, name, backup);
}

async function emailsOf(operator: ApiClient): Promise<string[]> {
  const { users } = (await operator.get('/manage/users?pageSize=100')).body;
  return users.map(({ email }: { email: string }) => email).sort();
}

async function listedUserIds(platform: PlatformProcess, { scene }: Past): Promise<string[]> {
  const client = documentedClient(platform.url, scene.clientId, scene.apiSecret);
  const { body } = await client.get('/users?pageSize=100');
  return body.users.map(({ userId }: { userId: string }) => userId).sort();
}

/** The last record of each user, and whether versions only ever grew. */
async function usersToldBy(dataDir: string) {
  const log = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
  const last = new Map<string, { version: number; state: { state: string } }>();
  let grew = true;
  await readToEnd(log, [topics.users.name], (records) => {
    for (const { key, value } of records) {
      const { data } = JSON.parse(value);
      grew &&= data.version > (last.get(key)?.version ?? 0);
      last.set(key, data);
    }
    return undefined;
  });
  await log.close();
  return { last, grew };
}

async function rebuilt(operator: ApiClient, model: string): Promise<void> {
  const { generation } = (await operator.get(`/manage/read-models/${model}`)).body;
  expect(generation).toContain('.');
}

/** What must hold however much was lost. */
async function expectOneTruth(platform: PlatformProcess, was: Past): Promise<void> {
  const { scene, ids } = was;
  const { operator } = platform;
  expect(await emailsOf(operator)).toEqual(['ann@example.org', 'bob@example.org', 'eve@example.org']);
  for (const model of ['people', 'lists'])
    await eventually(() => rebuilt(operator, model), { timeoutMs: TAKES_MS });
  const service = documentedClient(platform.url, scene.clientId, scene.apiSecret);
  // Ann has her grant; Bob's was taken away before access was backed up, Eve's too; Dee and Gus are nobody any more.
  await eventually(async () => expect(await listedUserIds(platform, was)).toEqual([ids.ann]), {
    timeoutMs: TAKES_MS,
  });
  for (const name of ['ann', 'bob', 'eve']) {
    const { body } = await service.get(`/users/${ids[name]}/organisations`);
    expect(body).toMatchObject([{ id: scene.organisationId }]);
  }
  for (const name of ['dee', 'gus']) {
    await eventually(async () =>
      expect((await service.get(`/users/${ids[name]}/organisations`)).status).toBe(404),
    );
  }
  const since = encodeURIComponent(was.cursor);
  expect((await service.get(`/users/changes?since=${since}`)).status).toBe(410);
}

test('stores of different moments and the log as it was: one truth, and nothing comes twice', async () => {
  const was = await past();
  const { dataDir, scene, ids, late } = was;
  const called = receiver.received.length;
  putStoresBack(was);
  const done = await gatehouse('restore', { DATA_DIR: dataDir });
  expect(done).toMatchObject({ code: 0 });
  const { entities } = JSON.parse(done.out);
  const users = entities.find(({ collection }: { collection: string }) => collection === 'users');
  expect(users).toMatchObject({ documents: 3, putBack: 2, comeBack: [ids.eve] });
  expect(done.err).toContain(`${ids.eve} was removed since the backup`);

  const platform = await startPlatform(dataDir);
  const { operator } = platform;
  await expectOneTruth(platform, was);
  expect((await operator.get(`/manage/services/${late.serviceId}`)).body).toMatchObject({ status: 0 });
  expect((await operator.get(`/manage/organisations/${late.organisationId}`)).body).toMatchObject({
    name: 'Late School',
  });
  const lost = await operator.get(`/manage/invitations/${was.lateInvitationId}`);
  expect(lost.body).toMatchObject({ status: 'accepted' });
  for (const status of ['delivered', 'pending']) {
    const { numberOfRecords } = (await operator.get(`/manage/deliveries?status=${status}`)).body;
    expect(numberOfRecords).toBe(status === 'delivered' ? 5 : 0);
  }
  expect(receiver.received).toHaveLength(called);
  // The mailbox is of the first backup: what was sent since is gone from it, and was not sent again.
  expect(await mailboxOf(platform.url, 'ann@example.org')).toEqual([]);
  expect(await mailboxOf(platform.url, 'fay@example.org')).toHaveLength(1);

  const link = new URL(new URL(was.link.link).pathname, platform.url).href;
  expect((await acceptByPage(link, was.link.code)).status).toBe(303);
  await receiver.waitFor(`/${scene.serviceId}/open`);
  // Its key was lost with the invitation; asked again, it is an invitation.
  const client = documentedClient(platform.url, scene.clientId, scene.apiSecret);
  const again = { sourceId: 'late', given_name: 'Fay', family_name: 'Lee', email: 'ann@example.org' };
  const asked = await client.post(`/services/${scene.serviceId}/invitations`, again, keyed('late'));
  expect(asked.status).toBe(202);
  expect(await platform.stop()).toBe(0);

  const told = await usersToldBy(dataDir);
  expect(told.grew).toBe(true);
  const stateOf = (name: string) => told.last.get(ids[name] ?? '')?.state.state;
  expect(['ann', 'bob', 'eve', 'dee', 'gus'].map(stateOf)).toEqual([
    ...['present', 'present', 'present', 'removed', 'removed'],
  ]);
});

test('the log is lost too: stores and copies tell all there is; what was delivered since may come again, under its id', async () => {
  const was = await past();
  const { dataDir, scene, ids } = was;
  putStoresBack(was);
  putBack(dataDir, 'events');
  const isDue = ({ step, of }: { step: string; of: string }) =>
    step === 'documents' && of === 'access.services';
  expect(await killed('restore', { DATA_DIR: dataDir }, isDue)).toBe(true);
  const done = await gatehouse('restore', { DATA_DIR: dataDir });
  expect(done).toMatchObject({ code: 0 });
  const { entities } = JSON.parse(done.out);
  const users = entities.find(({ collection }: { collection: string }) => collection === 'users');
  // Only copies know of Dee, whose record came back before the command was killed.
  expect(users).toMatchObject({ documents: 4, putBack: 0 });
  const platform = await startPlatform(dataDir);
  await expectOneTruth(platform, was);
  expect(await listedUserIds(platform, was)).toEqual([ids.ann]);
  const between = await receiver.waitFor(`/${scene.serviceId}/between`, 2);
  expect(new Set(between.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await platform.stop()).toBe(0);
});

test('an empty store is not taken for the truth, nor is a platform that runs', async () => {
  const platform = await startPlatform();
  await makeScene(platform.url, platform.operator);
  const { dataDir } = platform;
  expect(await gatehouse('restore', { DATA_DIR: dataDir })).toMatchObject({ code: 1, out: '' });
  expect(await platform.stop()).toBe(0);
  const empty = await startPlatform();
  expect(await empty.stop()).toBe(0);
  putBack(dataDir, 'directory', { directory: empty.dataDir });
  const refused = await gatehouse('restore', { DATA_DIR: dataDir });
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain("directory's store is empty");
});
