import type { AssignerProtocol, Cluster, PartitionAssigner } from 'kafkajs';

const NAME = 'gatehouse-balanced';
const VERSION = 1;

/**
 * Shares partitions out among a group's members, each topic's only among those that subscribe to it.
 *
 * Symptom: the assigner of kafkajs shares out what the group's leader subscribes to, among all members. While two releases
 * run at the same time, nobody reads a topic that only one of them knows.
 * Upstream: https://github.com/tulios/kafkajs/issues/1679 and /1040; open pull request /1776.
 *
 * `onCluster` gets the consumer's connections, which kafkajs hands to assigners alone.
 */
export function balancedAssigner(
  { MemberMetadata, MemberAssignment }: typeof AssignerProtocol,
  onCluster: (cluster: Cluster) => void,
): PartitionAssigner {
  return ({ cluster }) => {
    onCluster(cluster);
    return {
      name: NAME,
      version: VERSION,
      protocol: ({ topics }) => ({
        name: NAME,
        metadata: MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.alloc(0) }),
      }),
      async assign({ members }) {
        const topicsOf = new Map(
          members.map(({ memberId, memberMetadata }) => [
            memberId,
            MemberMetadata.decode(memberMetadata)?.topics ?? [],
          ]),
        );
        const topics = [...new Set([...topicsOf.values()].flat())].sort();
        await cluster.addMultipleTargetTopics(topics);
        const partitions = topics.map((topic): [string, number[]] => [
          topic,
          cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
        ]);
        return [...shareOut(topicsOf, new Map(partitions))].map(([memberId, assignment]) => ({
          memberId,
          memberAssignment: MemberAssignment.encode({
            version: VERSION,
            assignment,
            userData: Buffer.alloc(0),
          }),
        }));
      },
    };
  };
}

/** Each partition to the member that has fewest of those that subscribe to its topic; the same for the same arguments. */
export function shareOut(
  topicsOf: ReadonlyMap<string, readonly string[]>,
  partitionsOf: ReadonlyMap<string, readonly number[]>,
): Map<string, Record<string, number[]>> {
  const members = [...topicsOf.keys()].sort();
  const shares = new Map(
    members.map((member) => [member, { count: 0, assignment: {} as Record<string, number[]> }]),
  );
  for (const [topic, partitions] of partitionsOf) {
    const subscribers = members.flatMap((member) =>
      topicsOf.get(member)?.includes(topic) ? (shares.get(member) ?? []) : [],
    );
    for (const partition of partitions.toSorted((a, b) => a - b)) {
      const [least] = subscribers.toSorted((one, other) => one.count - other.count);
      if (least === undefined) continue;
      least.count++;
      least.assignment[topic] = [...(least.assignment[topic] ?? []), partition];
    }
  }
  return new Map([...shares].map(([member, { assignment }]) => [member, assignment]));
}
