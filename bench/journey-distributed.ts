/**
 * The same as bench/journey.ts on separate processes, MongoDB and Kafka (TEST_MONGODB_URI, TEST_KAFKA_BROKERS): a known
 * user is invited until the callback is received, one after the other (p50, p99); then 32 in flight for 8 s, until the
 * last callback. Usage: node bench/journey-distributed.ts [instances of each app, such as 1,2,4] [invitations]
 */
import { callbackReceiver, kafkaForTests, mongodbForTests } from '@gatehouse/testing';
import { distributedPlatform } from '../apps/platform-e2e/src/testing/distributed-platform.ts';
import { makeScene, makeUser } from '../apps/platform-e2e/src/testing/scene.ts';
import { ms, percentile, printMachine } from './measure.ts';

const INSTANCES = (process.argv[2] ?? '1').split(',').map(Number);
const COUNT = Number(process.argv[3] ?? 200);
const IN_FLIGHT = 32;
const SECONDS = 8;
const USERS = 100;

const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();
if ('skipped' in mongodb || 'skipped' in kafka)
  throw new Error('set TEST_MONGODB_URI and TEST_KAFKA_BROKERS');

async function measure(instances: number, mongodbUrl: string, kafkaUrl: string): Promise<void> {
  const receiver = await callbackReceiver();
  const each = { directory: instances, access: instances, invitations: instances, notifier: instances };
  const platform = await distributedPlatform({ mongodbUrl, kafkaUrl, instances: each });
  try {
    const scene = await makeScene(platform.url, platform.operator);
    const emails = Array.from({ length: USERS }, (_, user) => `known-${user}@example.org`);
    for (const email of emails) await makeUser(platform.operator, email);
    let turn = 0;
    const waiting = new Map<string, (at: number) => void>();
    /** When the request was sent, and when its callback came. */
    async function inviteOne(path: string): Promise<{ answered: number; called: Promise<number> }> {
      const called = new Promise<number>((resolve) => waiting.set(path, resolve));
      receiver.answer(path, (response) => {
        waiting.get(path)?.(performance.now());
        response.writeHead(204).end();
      });
      const answer = await scene.service.post(`/services/${scene.serviceId}/invitations`, {
        ...{ sourceId: path, given_name: 'Ann', family_name: 'Lee', organisation: scene.organisationId },
        email: emails[turn++ % USERS],
        callback: `${receiver.url}${path}`,
      });
      if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`);
      return { answered: performance.now(), called };
    }

    const took: number[] = [];
    for (let i = -20; i < COUNT; i++) {
      const at = performance.now();
      const { called } = await inviteOne(`/one-${i}`);
      const then = await called;
      if (i >= 0) took.push(then - at);
    }
    console.info(
      `${instances} of each: known user invited → callback received, ${COUNT} one by one: p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}`,
    );

    const started = performance.now();
    const until = started + SECONDS * 1000;
    const callbacks: Promise<number>[] = [];
    await Promise.all(
      Array.from({ length: IN_FLIGHT }, async (_, worker) => {
        for (let i = 0; performance.now() < until; i++) {
          callbacks.push((await inviteOne(`/many-${worker}-${i}`)).called);
        }
      }),
    );
    const accepted = callbacks.length / ((performance.now() - started) / 1_000);
    const last = Math.max(...(await Promise.all(callbacks)));
    console.info(
      `${instances} of each: ${IN_FLIGHT} in flight for ${SECONDS} s: ${accepted.toFixed(0)} invitations accepted a second, ${(callbacks.length / ((last - started) / 1_000)).toFixed(0)} called back a second`,
    );
  } finally {
    await platform.close();
    await receiver.close();
  }
}

printMachine();
for (const instances of INSTANCES) await measure(instances, mongodb.url, kafka.url);
await Promise.all([mongodb.stop(), kafka.stop()]);
