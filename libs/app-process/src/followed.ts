import type { Consumer, Subscription } from '@gatehouse/event-log';

/** Consumers by the names of their groups. */
export type Followed = Readonly<Record<string, Consumer | Subscription>>;

/** Records of a topic that a group has not yet handled. */
export interface Lag {
  topic: string;
  group: string;
  records: number;
}

/** The lag of all consumers, as far as this process follows the topics' partitions. */
export async function lagOf(followed: Followed): Promise<Lag[]> {
  const lags = Object.entries(followed).map(async ([group, consumer]) =>
    [...(await consumer.lag())].map(([topic, records]): Lag => ({ topic, group, records })),
  );
  return (await Promise.all(lags)).flat();
}
