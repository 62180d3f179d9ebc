import { Partitioners } from 'kafkajs';
import { murmur2, partitionOfKey } from './partition-of-key.ts';

/** From org.apache.kafka.common.utils.UtilsTest. */
const KNOWN: [text: string, hash: number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

test.each(KNOWN)('murmur2 of %j is what Kafka says', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash);
});

test('agrees with the default partitioner of kafkajs', () => {
  const partitioner = Partitioners.DefaultPartitioner();
  for (const partitions of [1, 3, 12]) {
    const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
      partitionId,
      partitionErrorCode: 0,
      leader: 1,
      replicas: [1],
      isr: [1],
    }));
    for (let length = 0; length < 40; length++) {
      const key = `${'ü-key'.repeat(8).slice(0, length)}${length}`;
      const theirs = partitioner({ topic: 't', partitionMetadata, message: { key, value: '' } });
      expect(partitionOfKey(key, partitions)).toBe(theirs);
    }
  }
});
