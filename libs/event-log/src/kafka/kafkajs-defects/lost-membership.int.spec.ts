import { randomUUID } from 'node:crypto';
import { eventually, kafkaForTests } from '@gatehouse/testing';
import { type Broker, type Cluster, KafkaJSProtocolError } from 'kafkajs';
import { openEventLog } from '../../open-event-log.ts';
import type { Consumer, EventLog, LogRecord } from '../../port.ts';
import { loadClients, type OpenClient } from '../client.ts';
import { startConsumer } from '../consumer.ts';
import { parseKafkaUrl } from '../kafka-url.ts';
import { createLogReader } from '../log-reader.ts';

const server = await kafkaForTests();
/** On a busy machine a member may lose its group by itself, and comes back as well. */
const PATIENT = { timeoutMs: 60_000 };
const NO_MEMBER = 'EventLogError: event log: a consumer is no member of its group any more';

/** What kafkajs's types leave out. */
interface Leaving {
  leaveGroup(member: { groupId: string; memberId: string }): Promise<void>;
}

/** As brokers say that have just come back. */
function refusal(type: string): KafkaJSProtocolError {
  return new KafkaJSProtocolError(Object.assign(new Error(type), { type, retriable: true }));
}

/** Clients whose consumers' connections are handed to `meddle` before anything else uses them. */
function meddled(openClient: OpenClient, meddle: (cluster: Cluster) => void): OpenClient {
  return (settings) => {
    const client = openClient(settings);
    const consumer = client.kafka.consumer.bind(client.kafka);
    client.kafka.consumer = ({ partitionAssigners = [], ...config }) =>
      consumer({
        ...config,
        partitionAssigners: partitionAssigners.map((assigner) => (given) => {
          meddle(given.cluster);
          return assigner(given);
        }),
      });
    return client;
  };
}

if ('skipped' in server) {
  test.skip(`a consumer that is out of its group: ${server.skipped}`, () => {});
} else {
  const url = `${server.url}?partitions=1`;

  describe(`a consumer that is out of its group (${server.from})`, () => {
    let log: EventLog;
    let openClient: OpenClient;
    let topic: string;
    let consumer: Consumer;
    const values: string[] = [];
    const failures: string[] = [];

    beforeEach(async () => {
      log = await openEventLog({ url, dataDir: '/nowhere', now: Date.now });
      openClient = await loadClients({ ...parseKafkaUrl(url), clientId: 'spec' });
      topic = `spec.${randomUUID()}`;
      await log.ensureTopics([{ name: topic }]);
    });
    afterEach(async () => {
      await consumer.close();
      await log.close();
      for (const noted of [values, failures]) noted.length = 0;
    });
    afterAll(server.stop);

    async function publish(value: string): Promise<void> {
      const publisher = await log.publisher(`spec.${randomUUID()}`);
      await publisher.publish([{ topic, key: 'a', value }]);
      await publisher.close();
    }

    async function consume(group: string | undefined, meddle: (cluster: Cluster) => void): Promise<void> {
      const reader = createLogReader(openClient);
      const started = await startConsumer(
        {
          openClient: meddled(openClient, meddle),
          reader,
          onError: (error) => failures.push(String(error)),
        },
        {
          ...(group !== undefined && { group }),
          topics: [topic],
          handle: async (records: readonly LogRecord[]) =>
            void values.push(...records.map(({ value }) => value)),
        },
      );
      consumer = {
        ...started,
        async close() {
          await started.close();
          reader.close();
        },
      };
    }

    test('comes back where its rejoining failed, and reports its lag meanwhile', async () => {
      const group = `spec.${randomUUID()}`;
      const rejoining = Promise.withResolvers<void>();
      const refused = Promise.withResolvers<never>();
      refused.promise.catch(() => {});
      const coordinators: { find: Cluster['findGroupCoordinator']; evicted: boolean }[] = [];
      await consume(group, (cluster) => {
        const first = { find: cluster.findGroupCoordinator.bind(cluster), evicted: false };
        coordinators.push(first);
        cluster.findGroupCoordinator = async (given) => {
          if (!first.evicted) return first.find(given);
          first.evicted = false;
          rejoining.resolve();
          return refused.promise;
        };
      });
      await publish('first');
      await eventually(() => expect(values).toEqual(['first']), PATIENT);
      await eventually(async () => expect(await consumer.lag()).toEqual(new Map([[topic, 0]])), PATIENT);

      const [first] = coordinators;
      if (first === undefined) throw new Error('the consumer has no connections');
      first.evicted = true;
      const coordinator = (await first.find({ groupId: group })) as Broker & Leaving;
      const { groups } = await coordinator.describeGroups({ groupIds: [group] });
      const memberId = groups[0]?.members[0]?.memberId ?? '';
      await coordinator.leaveGroup({ groupId: group, memberId });
      await rejoining.promise;
      await publish('second');
      expect((await consumer.lag()).get(topic)).toBeGreaterThan(0);

      refused.reject(refusal('GROUP_LOAD_IN_PROGRESS'));
      await eventually(() => expect(values).toEqual(['first', 'second']), PATIENT);
      expect(failures).toContain(NO_MEMBER);
    });

    test('comes back as a replica, whose partitions are its own alone', async () => {
      let isTold = false;
      let refreshesUntilRefused: number | undefined;
      await consume(undefined, (cluster) => {
        const refreshIfNecessary = cluster.refreshMetadataIfNecessary.bind(cluster);
        const refresh = cluster.refreshMetadata.bind(cluster);
        // As when a partition's leader moves, and the next broker is not there yet.
        cluster.refreshMetadataIfNecessary = async () => {
          if (!isTold) return refreshIfNecessary();
          isTold = false;
          refreshesUntilRefused = 1;
          throw refusal('NOT_LEADER_FOR_PARTITION');
        };
        cluster.refreshMetadata = async () => {
          if (refreshesUntilRefused === undefined) return refresh();
          if (refreshesUntilRefused-- > 0) return refresh();
          refreshesUntilRefused = undefined;
          throw refusal('LEADER_NOT_AVAILABLE');
        };
      });
      await publish('first');
      await eventually(() => expect(values).toEqual(['first']), PATIENT);
      isTold = true;
      await eventually(() => expect(failures).toContain(NO_MEMBER), PATIENT);
      await publish('second');
      await eventually(() => expect(values).toEqual(['first', 'second']), PATIENT);
    });
  });
}
