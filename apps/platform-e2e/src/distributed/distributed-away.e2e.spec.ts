import type { AppName } from '@gatehouse/contracts';
import { topics } from '@gatehouse/contracts';
import {
  type CallbackReceiver,
  callbackReceiver,
  eventually,
  kafkaForTests,
  mongodbForTests,
} from '@gatehouse/testing';
import { type DistributedPlatform, distributedPlatform } from '../testing/distributed-platform.ts';
import { everyRead } from '../testing/every-read.ts';
import { openPlatformLog, type PlatformLog } from '../testing/platform-log.ts';
import {
  acceptByPage,
  linkAndCode,
  mailboxOf,
  makeScene,
  makeUser,
  messageTo,
  type Scene,
} from '../testing/scene.ts';

const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();

if ('skipped' in mongodb || 'skipped' in kafka) {
  for (const engine of [mongodb, kafka]) {
    if ('skipped' in engine) test.skip(`apps that were away: ${engine.skipped}`, () => {});
  }
} else {
  awaySuite(mongodb.url, kafka.url);
  afterAll(() => Promise.all([mongodb.stop(), kafka.stop()]));
}

/** Groups that have just started settle for some seconds first, more on a busy machine. */
const SETTLES_MS = 60_000;
const soon = <T>(fact: () => Promise<T>) => eventually(fact, { timeoutMs: SETTLES_MS, intervalMs: 100 });

function awaySuite(mongodbUrl: string, kafkaUrl: string): void {
  let platform: DistributedPlatform;
  let receiver: CallbackReceiver;
  let log: PlatformLog;
  let scene: Scene;

  beforeAll(async () => {
    receiver = await callbackReceiver();
    platform = await distributedPlatform({ mongodbUrl, kafkaUrl });
    log = await openPlatformLog(platform.env.EVENTS_URL ?? '');
    scene = await makeScene(platform.url, platform.operator);
  });
  afterAll(async () => {
    await log?.close();
    await platform?.close();
    await receiver?.close();
  });

  async function stop(...apps: AppName[]): Promise<void> {
    const running = apps.flatMap((app) => platform.instances[app]);
    expect(await Promise.all(running.map((each) => platform.stopOne(each)))).toEqual(running.map(() => 0));
  }
  const start = (...apps: AppName[]) => Promise.all(apps.map((app) => platform.startOne(app)));

  async function invite(name: string): Promise<string> {
    const body = {
      sourceId: name,
      given_name: 'Ann',
      family_name: 'Lee',
      email: emailOf(name),
      organisation: scene.organisationId,
      callback: `${receiver.url}/${name}`,
    };
    const { status, body: answer } = await scene.service.post(
      `/services/${scene.serviceId}/invitations`,
      body,
    );
    expect(status).toBe(202);
    return answer.invitationId;
  }
  const emailOf = (name: string) => `${name}@example.org`;
  const resend = async (id: string) =>
    expect((await platform.operator.post(`/manage/invitations/${id}/resend`)).status).toBe(202);
  const grantOf = (userId: string) =>
    scene.service.get(`/services/${scene.serviceId}/organisations/${scene.organisationId}/users/${userId}`);
  const states = async (id: string) =>
    (await log.recordsOf(topics.invitations.name))
      .filter(({ key }) => key === id)
      .map(({ value }) => JSON.parse(value).data.state);
  const reached = (id: string, status: string) =>
    soon(async () => expect((await states(id)).at(-1)?.status).toBe(status));
  const rename = async (id: string, email: string, given_name: string) =>
    expect(
      (await platform.operator.put(`/manage/users/${id}`, { email, given_name, family_name: 'Lee' })).status,
    ).toBe(200);

  async function expectTold(name: string, ...emails: ('register' | 'informed')[]): Promise<void> {
    const callbacks = await receiver.waitFor(`/${name}`, 1, SETTLES_MS);
    expect([name, callbacks.length]).toEqual([name, 1]);
    await messageTo(platform.mailboxUrl, emailOf(name), emails.length);
    const sent = await mailboxOf(platform.mailboxUrl, emailOf(name));
    const kinds = sent.map(({ text }) => (text.includes('/register/') ? 'register' : 'informed'));
    expect([name, ...kinds]).toEqual([name, ...emails]);
  }

  test('compaction while the notifier, then invitations and access are away: nothing owed is missed, copies are right', async () => {
    const [known, linking, renamed, removed] = await Promise.all(
      ['known', 'linking', 'renamed', 'removed'].map((name) => makeUser(platform.operator, emailOf(name))),
    );
    for (const name of ['renamed', 'removed']) await invite(name);
    for (const name of ['renamed', 'removed']) await expectTold(name, 'informed');
    const byPage = await invite('by-page');
    await invite('late');
    await messageTo(platform.mailboxUrl, emailOf('late'));
    const sentBefore = await invite('resent-once');
    const { link, code } = linkAndCode(await messageTo(platform.mailboxUrl, emailOf('by-page')));
    const first = linkAndCode(await messageTo(platform.mailboxUrl, emailOf('resent-once')));
    await log.compactSoon([topics.invitations.name, topics.users.name]);

    await stop('notifier');
    const accepted = [await invite('known'), await invite('otherwise'), byPage];
    await makeUser(platform.operator, emailOf('otherwise'));
    expect((await acceptByPage(link, code)).status).toBe(303);
    const resent = await invite('resent');
    const revoked = await invite('revoked');
    for (const id of [resent, revoked]) await reached(id, 'waiting');
    for (const id of [resent, resent, sentBefore, revoked]) await resend(id);
    expect((await platform.operator.delete(`/manage/invitations/${revoked}`)).status).toBe(204);
    for (const id of accepted) await reached(id, 'accepted');

    await stop('directory');
    const asked = await invite('linking');
    await reached(asked, 'linking');
    await stop('invitations', 'access');
    await start('directory');
    await soon(async () => {
      const ofUser = (await log.recordsOf(topics.users.name)).filter(({ key }) => key === linking);
      expect(JSON.parse(ofUser.at(-1)?.value ?? '').data.state.answered).toHaveLength(1);
    });
    for (const name of ['Bea', 'Cy', 'Di']) {
      await rename(linking ?? '', emailOf('linking'), name);
      await rename(renamed ?? '', emailOf('renamed'), name);
    }
    expect((await platform.operator.delete(`/manage/users/${removed}`)).status).toBe(204);
    const lateUser = await makeUser(platform.operator, emailOf('late'));

    // At once: Kafka's cleaner comes by every 15 s.
    const gone = await Promise.all([topics.invitations, topics.users].map(({ name }) => log.compacted(name)));
    for (const records of gone) expect(records).toBeGreaterThan(0);
    await start('access', 'invitations', 'notifier');

    for (const name of ['known', 'otherwise', 'linking']) await expectTold(name, 'informed');
    await expectTold('by-page', 'register');
    await expectTold('late', 'register', 'informed');
    for (const userId of [known, linking, lateUser]) {
      await soon(async () => expect((await grantOf(userId ?? '')).status).toBe(200));
    }
    await soon(async () => expect((await grantOf(removed ?? '')).status).toBe(404));
    await soon(async () => {
      const { users } = (await scene.service.get('/users?pageSize=500')).body;
      const names = users.map(({ userId, givenName }: Record<string, string>) => [userId, givenName]);
      expect(Object.fromEntries(names)).toMatchObject({ [renamed ?? '']: 'Di', [linking ?? '']: 'Di' });
      expect(names.flat()).not.toContain(removed);
    });
    const newest = await messageTo(platform.mailboxUrl, emailOf('resent'));
    const second = linkAndCode(await messageTo(platform.mailboxUrl, emailOf('resent-once'), 2));
    expect((await fetch(first.link)).status).toBe(404);
    expect((await acceptByPage(second.link, second.code)).status).toBe(303);
    const { link: only, code: its } = linkAndCode(newest);
    expect((await acceptByPage(only, its)).status).toBe(303);
    await expectTold('resent', 'register');
    await expectTold('resent-once', 'register', 'register');
    expect(receiver.at('/revoked')).toEqual([]);
    expect(await mailboxOf(platform.mailboxUrl, emailOf('revoked'))).toEqual([]);
  });

  test('all that groups had committed is gone: everything is read again, nothing is sent or changed again', async () => {
    const groups = await log.groups();
    expect([...groups.keys()].map((group) => group.split('.')[0])).toEqual(
      expect.arrayContaining(['access', 'accounts', 'directory', 'invitations', 'notifier', 'signin']),
    );
    await soon(async () => {
      const { body } = await platform.operator.get('/manage/deliveries?status=pending');
      expect(body.numberOfRecords).toBe(0);
    });
    await log.handledAll(groups);
    const before = await everyRead(platform.operator, scene);
    const { next } = (await scene.service.get('/users/changes')).body;
    const callbacks = receiver.received.length;
    await stop('directory', 'access', 'invitations', 'notifier', 'signin', 'accounts');
    await log.deleteGroups(groups.keys());
    expect(await log.groups()).toEqual(new Map());
    await start('directory', 'access', 'invitations', 'notifier', 'signin', 'accounts');
    await log.handledAll(groups);
    expect(await everyRead(platform.operator, scene)).toEqual(before);
    const since = `/users/changes?since=${encodeURIComponent(next)}`;
    expect((await scene.service.get(since)).body.changes).toEqual([]);
    expect(receiver.received).toHaveLength(callbacks);
    await invite('known');
    await receiver.waitFor('/known', 2, SETTLES_MS);
    expect(receiver.received).toHaveLength(callbacks + 1);
  });
}
