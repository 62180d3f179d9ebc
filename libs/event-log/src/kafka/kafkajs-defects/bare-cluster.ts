import type { Cluster } from 'kafkajs';
import type { Client } from '../client.ts';
import { balancedAssigner } from './assigner.ts';

/**
 * Connections to the cluster, without a consumer's or an admin's own rules.
 *
 * Symptom: kafkajs has no public way to ask for offsets of many topics, uncommitted records included, over one connection
 * that stays open. Its admin client opens one for each question and reads committed offsets only.
 * Upstream: https://github.com/tulios/kafkajs/issues/853 (consuming without a group), closed unsolved.
 * Here: a consumer that never runs hands its cluster to the assigner.
 */
export async function connectBareCluster(client: Client): Promise<Cluster> {
  let cluster: Cluster | undefined;
  client.kafka.consumer({
    groupId: 'unused',
    readUncommitted: true,
    allowAutoTopicCreation: false,
    partitionAssigners: [
      balancedAssigner(client.assignerProtocol, (given) => {
        cluster = given;
      }),
    ],
  });
  if (cluster === undefined) throw new Error('kafkajs handed no cluster to the assigner');
  await cluster.connect();
  return cluster;
}
