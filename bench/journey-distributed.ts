/**
 * The same as bench/journey.ts on separate processes, MongoDB and Kafka (TEST_MONGODB_URI, TEST_KAFKA_BROKERS), with the CPU
 * of each process. Usage: node bench/journey-distributed.ts [instances of each app, such as 1,2,4] [invitations]
 * [idle rounds] [other processes to measure with their children, such as kafka=4711,database=4712]
 */
import { appNames } from '@gatehouse/contracts';
import { callbackReceiver, kafkaForTests, mongodbForTests } from '@gatehouse/testing';
import {
  type DistributedPlatform,
  distributedPlatform,
} from '../apps/platform-e2e/src/testing/distributed-platform.ts';
import { inviting } from './journey/inviting.ts';
import { bulk, idle, oneByOne } from './journey/phases.ts';
import { printMachine } from './measure.ts';
import { withChildren } from './process-cpu.ts';

const [instances = '1', count = '200', rounds = '1', beside = ''] = process.argv.slice(2);
const USERS = 100;

const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();
if ('skipped' in mongodb || 'skipped' in kafka)
  throw new Error('set TEST_MONGODB_URI and TEST_KAFKA_BROKERS');

function enginesNow(): Record<string, number[]> {
  const given = beside.split(',').filter((each) => each !== '');
  return Object.fromEntries(
    given.map((each) => {
      const [name = '', pid = ''] = each.split('=');
      return [name, withChildren(Number(pid))];
    }),
  );
}

function pidsOf(platform: DistributedPlatform): Record<string, number[]> {
  return Object.fromEntries(
    appNames.map((app) => [app, platform.instances[app].map(({ process: { pid = 0 } }) => pid)]),
  );
}

async function measure(each: number, mongodbUrl: string, kafkaUrl: string): Promise<void> {
  const receiver = await callbackReceiver();
  const apps = { directory: each, access: each, invitations: each, notifier: each };
  const platform = await distributedPlatform({ mongodbUrl, kafkaUrl, instances: apps });
  try {
    console.info(`${each} of each of directory, access, invitations and notifier:`);
    const invite = await inviting(platform, receiver, USERS);
    const subject = () => ({ platform: pidsOf(platform), engines: enginesNow() });
    await oneByOne(invite, Number(count), subject());
    await bulk(invite, subject());
    if (Number(rounds) > 0) await idle(invite, Number(rounds), subject());
  } finally {
    await platform.close();
    await receiver.close();
  }
}

printMachine();
for (const each of instances.split(',').map(Number)) await measure(each, mongodb.url, kafka.url);
await Promise.all([mongodb.stop(), kafka.stop()]);
