import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from './testing/platform-process.ts';
import {
  acceptByPage,
  linkAndCode,
  mailboxOf,
  makeScene,
  makeUser,
  messageTo,
  type Scene,
} from './testing/scene.ts';

const KILL = join(import.meta.dirname, 'testing/kill-at-commit.ts');

let receiver: CallbackReceiver;
let platform: PlatformProcess;
let scene: Scene;
let port: string;

beforeAll(async () => {
  receiver = await callbackReceiver();
  platform = await platformProcess();
  port = new URL(platform.url).port;
  scene = await makeScene(platform.url, platform.operator);
});
afterAll(async () => {
  await platform?.kill();
  await receiver?.close();
});

/** The platform again on the same data and address, to be killed at its n-th commit after it is armed. */
async function again(commit: number): Promise<void> {
  await platform.kill();
  platform = await platformProcess({
    dataDir: platform.dataDir,
    preload: [KILL],
    env: {
      GATEWAY_PORT: port,
      KILL_AT_COMMIT: String(commit),
      KILL_WHEN: commit % 2 === 0 ? 'before' : 'after',
      DELIVERY_SCHEDULE: '0,0.2,0.2,1,1',
    },
  });
}

/** Asks until it is answered: the same Idempotency-Key makes that safe. */
async function inviteSafely(email: string, path: string): Promise<void> {
  const body = {
    sourceId: path,
    given_name: 'Ann',
    family_name: 'Lee',
    email,
    organisation: scene.organisationId,
    callback: `${receiver.url}${path}`,
  };
  const answer = await scene.service.post(`/services/${scene.serviceId}/invitations`, body, {
    'idempotency-key': path,
  });
  expect(answer.status).toBe(202);
}

/** Runs a step; where the platform died under it, starts it again and runs it again. Answers whether it died. */
async function survives(step: () => Promise<unknown>, next: number): Promise<boolean> {
  const { process: child, ended } = platform;
  const death = ended.then(() => {
    throw new Error('the platform died');
  });
  try {
    await Promise.race([step(), death]);
    return false;
  } catch (error) {
    // A request that failed may be the first to tell.
    await eventually(() => {
      if (child.signalCode !== 'SIGKILL') throw error;
    });
    await again(next);
    // A connection kept from before the death may fail once more; every step may be repeated.
    await eventually(step);
    return true;
  }
}

async function expectOneCallback(path: string): Promise<string> {
  const callbacks = await receiver.waitFor(path);
  expect(new Set(callbacks.map((callback) => callback.headers['webhook-id'])).size).toBe(1);
  expect(new Set(callbacks.map((callback) => callback.body)).size).toBe(1);
  return JSON.parse(callbacks[0]?.body ?? '{}').sub;
}

async function expectGrant(userId: string): Promise<void> {
  const path = `/services/${scene.serviceId}/organisations/${scene.organisationId}/users/${userId}`;
  expect((await scene.service.get(path)).status).toBe(200);
}

type Journey = (name: string, next: number) => Promise<boolean>;

const knownUser: Journey = async (name, next) => {
  const email = `${name}@example.org`;
  const userId = await makeUser(platform.operator, email);
  platform.process.kill('SIGUSR2');
  let died = await survives(() => inviteSafely(email, `/${name}`), next);
  died = (await survives(async () => expect(await expectOneCallback(`/${name}`)).toBe(userId), next)) || died;
  died = (await survives(() => expectGrant(userId), next)) || died;
  died = (await survives(() => messageTo(platform.url, email), next)) || died;
  await expectGrant(userId);
  await expectOneCallback(`/${name}`);
  expect(await mailboxOf(platform.url, email)).toHaveLength(1);
  return died;
};

const newPerson: Journey = async (name, next) => {
  const email = `${name}@example.org`;
  platform.process.kill('SIGUSR2');
  let died = await survives(() => inviteSafely(email, `/${name}`), next);
  const registration = { link: '', code: '' };
  died =
    (await survives(
      async () => Object.assign(registration, linkAndCode(await messageTo(platform.url, email))),
      next,
    )) || died;
  const accept = async () => {
    const answer = await acceptByPage(registration.link, registration.code);
    // A lost answer's retry finds the link used.
    expect([303, 410]).toContain(answer.status);
  };
  died = (await survives(accept, next)) || died;
  died = (await survives(() => expectOneCallback(`/${name}`), next)) || died;
  await expectGrant(await expectOneCallback(`/${name}`));
  expect(await mailboxOf(platform.url, email)).toHaveLength(1);
  return died;
};

/** Commits that follow what can be seen from outside: the relay's marks, the groups' positions. */
const settles: (next: number) => Promise<boolean> = (next) =>
  survives(() => new Promise((resolve) => setTimeout(resolve, 250)), next);

/** Journeys killed at commit 1, 2, 3… until one goes through unharmed. */
async function killedEverywhere(journey: Journey): Promise<number> {
  await again(1);
  for (let commit = 1; commit < 300; commit++) {
    const died = await journey(`p${randomUUID()}`, commit + 1);
    if (!died && !(await settles(commit + 1))) return commit;
  }
  throw new Error('no journey ever went through unharmed');
}

test.each([
  ['a known user', knownUser, 10],
  ['a new person', newPerson, 15],
])(
  'killed at any commit, the journey of %s ends in one callback and one email',
  async (_who, journey, least) => {
    expect(await killedEverywhere(journey)).toBeGreaterThan(least);
  },
  400_000,
);
