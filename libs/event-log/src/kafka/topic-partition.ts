/** One partition of a topic, as a key of maps. */
export type TopicPartition = `${string}/${number}`;

export function topicPartition(topic: string, partition: number): TopicPartition {
  return `${topic}/${partition}`;
}
