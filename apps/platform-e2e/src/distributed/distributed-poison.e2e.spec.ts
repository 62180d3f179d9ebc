import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventTypes, topics } from '@gatehouse/contracts';
import {
  type CallbackReceiver,
  callbackReceiver,
  eventually,
  kafkaForTests,
  mongodbForTests,
} from '@gatehouse/testing';
import { type DistributedPlatform, distributedPlatform } from '../testing/distributed-platform.ts';
import { openPlatformLog, type PlatformLog } from '../testing/platform-log.ts';
import { CHECKOUT } from '../testing/program.ts';
import { makeScene, makeUser, newId, type Scene } from '../testing/scene.ts';

const run = promisify(execFile);
const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();

if ('skipped' in mongodb || 'skipped' in kafka) {
  for (const engine of [mongodb, kafka]) {
    if ('skipped' in engine) test.skip(`records that nobody can process: ${engine.skipped}`, () => {});
  }
} else {
  poisonSuite(mongodb.url, kafka.url);
  afterAll(() => Promise.all([mongodb.stop(), kafka.stop()]));
}

interface DeadLetter {
  id: string;
  at: string;
  group: string;
  topic: string;
  key: string;
  reason: string;
}

/** Journeys enough that each partition has some. */
const PEOPLE = 12;
/** Groups that have just started settle for some seconds first, more on a busy machine. */
const SETTLES_MS = 60_000;
const soon = <T>(fact: () => Promise<T>) => eventually(fact, { timeoutMs: SETTLES_MS, intervalMs: 100 });
/** Whose letter is to be expected, by the beginning of the key. */
const DEADLY = ['no-json', 'a-list', 'no-schema'];
/** How many topics the groups read, counted for each group. */
const READINGS = 51;
/** The record without a schema is a grant's there, and this group has no handler for grants. */
const OF_NO_INTEREST = `invitations.service-links ${topics.grants.name} no-schema`;

function poisonSuite(mongodbUrl: string, kafkaUrl: string): void {
  let platform: DistributedPlatform;
  let receiver: CallbackReceiver;
  let log: PlatformLog;
  let scene: Scene;
  let invitationId: string;

  beforeAll(async () => {
    receiver = await callbackReceiver();
    platform = await distributedPlatform({ mongodbUrl, kafkaUrl });
    log = await openPlatformLog(platform.env.EVENTS_URL ?? '');
    scene = await makeScene(platform.url, platform.operator);
    [invitationId = ''] = await journeys(scene, 'before', 1);
  });
  afterAll(async () => {
    await log?.close();
    await platform?.close();
    await receiver?.close();
  });

  /** People who are made users, invited, called back and granted; the ids of their invitations. */
  function journeys(
    { service, serviceId, organisationId }: Scene,
    name: string,
    people = PEOPLE,
  ): Promise<string[]> {
    const one = async (_: unknown, person: number) => {
      const email = `${name}-${person}@example.org`;
      const userId = await makeUser(platform.operator, email);
      const path = `/${name}/${person}`;
      const { status, body } = await service.post(`/services/${serviceId}/invitations`, {
        sourceId: path,
        given_name: 'Ann',
        family_name: 'Lee',
        email,
        organisation: organisationId,
        callback: `${receiver.url}${path}`,
      });
      expect(status).toBe(202);
      const [callback] = await receiver.waitFor(path, 1, SETTLES_MS);
      expect(JSON.parse(callback?.body ?? '{}').sub).toBe(userId);
      const grant = `/services/${serviceId}/organisations/${organisationId}/users/${userId}`;
      expect((await service.get(grant)).status).toBe(200);
      await soon(async () => {
        const { users } = (await service.get('/users?pageSize=500')).body;
        expect(users.map((user: { userId: string }) => user.userId)).toContain(userId);
      });
      return body.invitationId;
    };
    return Promise.all(Array.from({ length: people }, one));
  }

  async function deadLetters(...options: string[]): Promise<DeadLetter[]> {
    const { EVENTS_URL = '' } = platform.env;
    const gatehouse = join(CHECKOUT, 'apps/cli/src/boot.js');
    const { stdout } = await run(process.execPath, [gatehouse, 'dead', 'list', '--json', ...options], {
      env: { PATH: process.env.PATH, EVENTS_URL },
    });
    return JSON.parse(stdout).deadLetters;
  }

  const typeIn = (topic: string) => Object.entries(eventTypes).find(([, each]) => each.topic === topic)?.[0];

  async function poison(topic: string): Promise<void> {
    const records = (await log.partitionsOf(topic)).flatMap((partition) =>
      Object.entries({
        'no-json': 'no { json',
        'a-list': '[1]',
        'no-schema': JSON.stringify({ type: typeIn(topic), data: { version: 'x' } }),
        'unknown-type': JSON.stringify({
          type: 'gatehouse.directory.canteen.v1',
          data: { version: 1, state: {} },
        }),
        'no-value': null,
      }).map(([kind, value]) => ({ partition, key: `${kind}-${partition}`, value })),
    );
    // A compacted topic takes no record without a key; an empty one is a key.
    await log.append(topic, [...records, { partition: 0, key: '', value: '{}' }]);
  }

  /** All is as it should be, but access finds no such service. */
  async function breakHandler(): Promise<string> {
    const { name } = topics.invitations;
    const granting = (await log.recordsOf(name)).find(
      ({ key, value }) => key === invitationId && JSON.parse(value).data.state.status === 'granting',
    );
    const event = JSON.parse(granting?.value ?? '{}');
    const key = newId();
    event.data.state = { ...event.data.state, id: key, serviceId: newId() };
    const value = JSON.stringify({ ...event, subject: key, id: `${key}/1` });
    await log.append(name, [{ partition: granting?.partition ?? 0, key, value }]);
    return key;
  }

  test('records that nobody can process, in every partition of every topic: all else flows, and they are listed', async () => {
    for (const { name } of Object.values(topics)) await poison(name);
    const breaks = await breakHandler();
    const later = await makeScene(platform.url, platform.operator);
    await journeys(scene, 'after');
    await journeys(later, 'later');

    const read = await soon(async () => {
      const all = [...(await log.groups())].flatMap(([group, itsTopics]) =>
        itsTopics
          .filter((topic) => !topic.endsWith('.dead'))
          .flatMap((topic) => DEADLY.map((kind) => `${group} ${topic} ${kind}`)),
      );
      expect(all).toHaveLength(READINGS * DEADLY.length);
      return all;
    });
    const expected = read.filter((letter) => letter !== OF_NO_INTEREST);
    await soon(async () => {
      const letters = await deadLetters();
      const found = new Set(
        letters.map(({ group, topic, key }) => `${group} ${topic} ${key.replace(/-\d+$/, '')}`),
      );
      expect(found).toEqual(new Set([...expected, `access.granting ${topics.invitations.name} ${breaks}`]));
      expect(letters.filter(({ key }) => key.startsWith('no-json'))).toHaveLength(READINGS * 6);
    });
    expect(await deadLetters('--group', 'access.granting')).toContainEqual(
      expect.objectContaining({
        key: breaks,
        reason: 'Error: an invitation to a service that does not exist',
      }),
    );
  });

  test('the operator sees them through the API, has one processed again, and discards it', async () => {
    const { operator } = platform;
    const inLog = await deadLetters();
    /** All pages from one on. */
    async function listed(query = '', page = 1): Promise<DeadLetter[]> {
      const answer = await operator.get(`/manage/dead-letters?pageSize=500&page=${page}${query}`);
      const { deadLetters: letters, numberOfPages } = answer.body;
      return page >= numberOfPages ? letters : [...letters, ...(await listed(query, page + 1))];
    }
    expect((await listed()).map(({ id }) => id).sort()).toEqual(inLog.map(({ id }) => id).sort());
    const health = (await operator.get('/manage/health')).body;
    expect(health).toMatchObject({ deadLetters: inLog.length });
    expect(health.apps.filter(({ ready }: { ready: boolean }) => !ready)).toEqual([]);

    const ofGrants = `&topic=${topics.grants.name}`;
    const [one] = await listed(ofGrants);
    if (one === undefined) throw new Error('there is no dead letter of grants');
    expect(Object.keys(one).sort()).toEqual(['at', 'group', 'id', 'key', 'reason', 'topic']);
    expect((await operator.post(`/manage/dead-letters/${one.id}/replay`, {})).status).toBe(202);
    await soon(async () => {
      const again = (await listed(ofGrants)).find(({ id }) => id === one.id);
      expect(again?.reason).toBe(one.reason);
      expect(again?.at).not.toBe(one.at);
    });
    expect((await operator.post(`/manage/dead-letters/${one.id}/discard`, {})).status).toBe(202);
    expect((await listed(ofGrants)).map(({ id }) => id)).not.toContain(one.id);
    expect((await operator.post(`/manage/dead-letters/${one.id}/discard`, {})).status).toBe(404);
    expect((await operator.get('/manage/health')).body.deadLetters).toBe(inLog.length - 1);
  });

  test('a gateway that starts behind such records knows every service', async () => {
    const [gateway] = platform.instances.gateway;
    if (gateway === undefined) throw new Error('no gateway');
    await platform.stopOne(gateway);
    await platform.startOne('gateway');
    await journeys(scene, 'again', 1);
  });

  test('the next change of an entity closes the letters of its poisoned record', async () => {
    const email = 'mended@example.org';
    const userId = await makeUser(platform.operator, email);
    const { name } = topics.users;
    const made = await soon(async () => {
      const found = (await log.recordsOf(name)).find(({ key }) => key === userId);
      if (found === undefined) throw new Error('not published yet');
      return found;
    });
    await log.append(name, [{ partition: made.partition, key: userId, value: 'no { json' }]);
    const groupsOf = async () =>
      (await deadLetters()).filter(({ key }) => key === userId).map(({ group }) => group);
    await soon(async () =>
      expect((await groupsOf()).sort()).toEqual([
        ...[
          'access.requests',
          'access.users-2',
          'accounts.users',
          'directory.organisation-references',
          'invitations.users',
        ],
        ...['notifier.audit', 'notifier.recipients', 'signin.users'],
      ]),
    );
    const renamed = { email, given_name: 'Bea', family_name: 'Lee' };
    expect((await platform.operator.put(`/manage/users/${userId}`, renamed)).status).toBe(200);
    await soon(async () => expect(await groupsOf()).toEqual([]));
  });
}
