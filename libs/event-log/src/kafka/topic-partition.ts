/** One partition of a topic, as a key of maps. */
export type Place = `${string}/${number}`;

export function placeOf(topic: string, partition: number): Place {
  return `${topic}/${partition}`;
}
