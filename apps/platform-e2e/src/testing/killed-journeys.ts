import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type CallbackReceiver, callbackReceiver, eventually, isFullRun } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from './platform-process.ts';
import { acceptByPage, linkAndCode, mailboxOf, makeScene, makeUser, messageTo, type Scene } from './scene.ts';
import { settled } from './settled.ts';

const KILL = join(import.meta.dirname, 'kill-at-commit.ts');

let receiver: CallbackReceiver;
let platform: PlatformProcess;
let scene: Scene;
let port: string;

/** A kill at the n-th commit after the platform is armed, just before or just after it. */
interface Kill {
  commit: number;
  when: 'before' | 'after';
}

/** Starts the platform again on the same data and address. */
async function again({ commit, when }: Kill): Promise<void> {
  await platform.kill();
  platform = await platformProcess({
    dataDir: platform.dataDir,
    preload: [KILL],
    env: {
      GATEWAY_PORT: port,
      KILL_AT_COMMIT: String(commit),
      KILL_WHEN: when,
      DELIVERY_SCHEDULE: '0,0.2,0.2,1,1',
    },
  });
}

/** Invites under an Idempotency-Key, so that it may be repeated. */
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
async function survives(step: () => Promise<unknown>, next: Kill): Promise<boolean> {
  const { process: child, ended } = platform;
  const death = ended.then(() => {
    throw new Error('the platform died');
  });
  try {
    await Promise.race([step(), death]);
    return false;
  } catch (error) {
    // A failed request may be noticed before the death.
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

/** What must hold at the end. */
async function expectEnd(name: string): Promise<void> {
  await expectGrant(await expectOneCallback(`/${name}`));
  expect(await mailboxOf(platform.url, `${name}@example.org`)).toHaveLength(1);
}

/** The platform that is killed, as it runs now, and who receives what it sends. */
export const killed = { platform: () => platform, receiver: () => receiver };

/** A journey's steps, each of which may be repeated. */
export type Journey = (name: string) => Promise<(() => Promise<unknown>)[]>;

export const knownUser: Journey = async (name) => {
  const email = `${name}@example.org`;
  const userId = await makeUser(platform.operator, email);
  return [
    () => inviteSafely(email, `/${name}`),
    async () => expect(await expectOneCallback(`/${name}`)).toBe(userId),
    () => messageTo(platform.url, email),
    () => expectEnd(name),
  ];
};

export const newPerson: Journey = async (name) => {
  const email = `${name}@example.org`;
  const registration = { link: '', code: '' };
  return [
    () => inviteSafely(email, `/${name}`),
    async () => Object.assign(registration, linkAndCode(await messageTo(platform.url, email))),
    async () => {
      const answer = await acceptByPage(registration.link, registration.code);
      // A lost answer's retry finds the link used.
      expect([303, 410]).toContain(answer.status);
    },
    () => expectEnd(name),
  ];
};

/** Commits follow what can be seen from outside (the relay's marks, the groups' positions): they are waited for, too. */
const settles = () => settled(platform);

/** Every second commit at length, else every seventh: just before one is nearly what it is just after the one before. */
const STRIDE = isFullRun ? 2 : 7;
const killOf = (attempt: number): Kill => ({
  commit: 1 + attempt * STRIDE,
  when: attempt % 2 === 0 ? 'after' : 'before',
});

/** Kills journeys at one commit after the other until one goes through unharmed; the number of commits then. */
async function killedEverywhere(journey: Journey): Promise<number> {
  await again(killOf(0));
  for (let attempt = 0; attempt < 300; attempt++) {
    const steps = await journey(`p${randomUUID()}`);
    platform.process.kill('SIGUSR2');
    let died = false;
    for (const step of [...steps, settles]) died = (await survives(step, killOf(attempt + 1))) || died;
    if (!died) return killOf(attempt).commit;
  }
  throw new Error('no journey ever went through unharmed');
}

/** Kills the platform at its commits while `journey` runs, which has more than `least` of them. */
export function describeKills(who: string, journey: Journey, least: number): void {
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

  test(`killed at any commit, the journey of ${who} ends as if nothing had happened`, async () => {
    expect(await killedEverywhere(journey)).toBeGreaterThan(least);
  });
}
