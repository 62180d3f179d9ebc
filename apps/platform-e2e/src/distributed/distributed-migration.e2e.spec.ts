import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@gatehouse/contracts';
import { openDeadLetterAdmin, openEventLog } from '@gatehouse/event-log';
import {
  type CallbackReceiver,
  callbackReceiver,
  type EngineForTests,
  eventually,
  kafkaForTests,
  mongodbForTests,
} from '@gatehouse/testing';
import { distributedPlatform } from '../testing/distributed-platform.ts';
import { documentedClient } from '../testing/documented-client.ts';
import { gatehouse, killed } from '../testing/offline-commands.ts';
import { platformInUse } from '../testing/platform-in-use.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { everythingRead, type Reader } from '../testing/platform-reads.ts';
import { acceptByPage, mailboxOf } from '../testing/scene.ts';

const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();

if ('skipped' in mongodb || 'skipped' in kafka) {
  for (const engine of [mongodb, kafka]) {
    if ('skipped' in engine) test.skip(`from one machine to many: ${engine.skipped}`, () => {});
  }
} else {
  migrationSuite(mongodb, kafka);
  afterAll(() => Promise.all([mongodb.stop(), kafka.stop()]));
}

type RunningEngine = Exclude<EngineForTests, { skipped: string }>;

const started: PlatformProcess[] = [];

/** Appends a record that no group can make sense of. */
async function appendRubbish(dataDir: string): Promise<void> {
  const log = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
  const publisher = await log.publisher('test.rubbish');
  await publisher.publish([{ topic: topics.users.name, key: 'rubbish', value: '[]' }]);
  await log.close();
}

/** The groups that have an open dead letter of a key. */
async function groupsWithLetters(url: string, dataDir: string, key: string): Promise<string[]> {
  const log = await openEventLog({ url, dataDir, now: Date.now });
  try {
    const admin = await openDeadLetterAdmin({
      log,
      topics: Object.values(topics).map(({ name }) => name),
      now: Date.now,
    });
    const letters = (await admin.list()).filter(({ deadLetter }) => deadLetter.key === key);
    return letters.map(({ deadLetter }) => deadLetter.group).sort();
  } finally {
    await log.close();
  }
}

/** Whether the notifier has been through all that invitations ever told. */
async function hasReadInvitations(notifierUrl: string): Promise<boolean> {
  const text = await (await fetch(`${notifierUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.includes(`topic="${topics.invitations.name}"`));
  const sumOf = (metric: string) =>
    lines
      .filter((line) => line.startsWith(`gatehouse_${metric}{`))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  return sumOf('consumed_records_total') > 0 && sumOf('consumer_lag_records') === 0;
}

const keyIn = (dataDir: string, key: string) => readFileSync(join(dataDir, key), 'utf8').trim();

function migrationSuite(mongodbEngine: RunningEngine, kafkaEngine: RunningEngine): void {
  const newTarget = () => {
    const name = `m${randomUUID().slice(0, 8)}`;
    const [address, query = ''] = mongodbEngine.url.split('?');
    return {
      STORE_URL: `${address?.replace(/\/$/, '')}/${name}${query && `?${query}`}`,
      EVENTS_URL: `${kafkaEngine.url}?partitions=6&prefix=${name}`,
    };
  };
  let receiver: CallbackReceiver;

  beforeAll(async () => {
    receiver = await callbackReceiver();
  });
  afterAll(() => receiver?.close());
  // What a test that fails leaves running.
  afterEach(async () => {
    for (const { process: child, kill } of started.splice(0))
      if (child.exitCode === null && child.signalCode === null) await kill();
  });

  test('a platform moves from SQLite to MongoDB and Kafka, killed on its way: nothing is lost, nothing comes twice', async () => {
    const target = newTarget();
    const { platform, scene, ukprn, userIds, open } = await platformInUse(receiver);
    started.push(platform);
    const { dataDir } = platform;
    const migration = { DATA_DIR: dataDir, ...target };
    await appendRubbish(dataDir);
    const groups = await eventually(async () => {
      const found = await groupsWithLetters('sqlite:', dataDir, 'rubbish');
      expect(found).toHaveLength(8);
      return found;
    });
    const reading = (url: string): Reader => ({
      operator: documentedClient(url, 'operator', platform.operatorSecret),
      service: documentedClient(url, scene.clientId, scene.apiSecret),
      scene,
      userIds,
      ukprn,
    });
    const { service } = reading(platform.url);
    const { next: cursor } = (await service.get('/users/changes')).body;
    const before = await everythingRead(reading(platform.url));
    const messages = await mailboxOf(platform.url, '');
    const called = receiver.received.length;
    expect(await platform.stop()).toBe(0);

    const stops = [
      ({ step, of, done }: { step: string; of: string; done: number }) =>
        step === 'documents' && of === 'directory.organisations' && done >= 200,
      ({ step, of }: { step: string; of: string }) =>
        step === 'documents' && of === 'invitations.invitations',
      ({ step, done }: { step: string; done: number }) => step === 'records' && done >= 200,
      ({ step }: { step: string }) => step === 'comparison',
    ];
    for (const stop of stops) expect(await killed('migrate', migration, stop)).toBe(true);
    const done = await gatehouse('migrate', migration);
    expect(done).toMatchObject({ code: 0 });
    const report = JSON.parse(done.out);
    expect(report.before).toBe(false);
    const countOf = (collection: string) =>
      report.collections.find((each: { collection: string }) => each.collection === collection)?.documents;
    expect([countOf('users'), countOf('invitations'), countOf('deliveries')]).toEqual([6, 5, 9]);
    for (const key of ['operator-secret', 'master-key', 'internal-key']) {
      expect(done.err).toContain(`_FILE=${join(dataDir, key)}`);
      expect(done.err + done.out).not.toContain(keyIn(dataDir, key));
    }

    const distributed = await distributedPlatform({
      mongodbUrl: mongodbEngine.url,
      kafkaUrl: kafkaEngine.url,
      env: {
        ...target,
        OPERATOR_SECRET: keyIn(dataDir, 'operator-secret'),
        MASTER_KEY: keyIn(dataDir, 'master-key'),
        INTERNAL_KEY: keyIn(dataDir, 'internal-key'),
        DELIVERY_SCHEDULE: '0,40,40,40,40',
      },
    });
    try {
      const after = await everythingRead(reading(distributed.url));
      const settled = (read: Record<string, unknown>) =>
        JSON.parse(JSON.stringify(read), (_, value) =>
          value?.url === `${receiver.url}/pending` ? 'pending' : value,
        );
      expect(settled(after)).toEqual(settled(before));
      const fromCursor = await reading(distributed.url).service.get(
        `/users/changes?since=${encodeURIComponent(cursor)}`,
      );
      expect(fromCursor).toMatchObject({ status: 200, body: { changes: [], more: false } });

      const pending = await receiver.waitFor('/pending', 2, 60_000);
      expect(new Set(pending.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      const link = new URL(new URL(open.link).pathname, distributed.url).href;
      expect((await acceptByPage(link, open.code)).status).toBe(303);
      await receiver.waitFor('/open', 1, 60_000);

      const notifier = distributed.instances.notifier[0]?.url ?? '';
      await eventually(async () => expect(await hasReadInvitations(notifier)).toBe(true), {
        timeoutMs: 60_000,
      });
      const letters = await groupsWithLetters(target.EVENTS_URL, dataDir, 'rubbish');
      expect(letters).toEqual(groups);
      expect(receiver.received).toHaveLength(called + 2);
      for (const { to } of messages) expect(await mailboxOf(distributed.mailboxUrl, to)).toEqual([]);
    } finally {
      await distributed.close();
    }

    const again = await gatehouse('migrate', migration);
    expect(JSON.parse(again.out)).toMatchObject({ before: true, run: report.run });
    await expect(platformProcess({ dataDir })).rejects.toThrow(/was moved to MongoDB and Kafka/);
  });

  test('a platform that runs is not copied, nor another one onto it', async () => {
    const target = newTarget();
    const [platform, other] = await Promise.all([platformProcess(), platformProcess()]);
    started.push(platform, other);
    const running = await gatehouse('migrate', { DATA_DIR: platform.dataDir, ...target });
    expect(running).toMatchObject({ code: 1, out: '' });
    expect(running.err).toMatch(/in use: its \w+ runs/);
    await Promise.all([platform.stop(), other.stop()]);
    expect(await gatehouse('migrate', { DATA_DIR: platform.dataDir, ...target })).toMatchObject({ code: 0 });
    const occupied = await gatehouse('migrate', { DATA_DIR: other.dataDir, ...target });
    expect(occupied).toMatchObject({ code: 1, out: '' });
    expect(occupied.err).toContain('copied from another platform');
  });
}
